using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.UnitTests.Infrastructure.Operations;

public sealed class DeadLetterIdTests
{
    public static TheoryData<DeadLetterId> Ids =>
    [
        DeadLetterId.Refused("order/1 ä", 7),
        DeadLetterId.Failed("summaries", "order-1", long.MaxValue),
        DeadLetterId.Unreadable("summaries", new LogPosition("orders", 3, 17)),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_id_is_read_as_it_was_written(DeadLetterId id)
    {
        var text = id.ToString();

        DeadLetterId.TryParse(text, out var read).ShouldBeTrue();
        read.ShouldBe(id);
        Uri.EscapeDataString(text).ShouldBe(text, "it fits into an address as it is");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_id_that_was_changed_or_cut_off_is_none(DeadLetterId id)
    {
        var text = id.ToString();
        for (var i = 0; i < text.Length - 1; i++)
        {
            var changed = string.Concat(text.AsSpan(0, i), text[i] == 'A' ? "B" : "A", text.AsSpan(i + 1));
            DeadLetterId.TryParse(changed, out _).ShouldBeFalse(changed);
            DeadLetterId.TryParse(text[..i], out _).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not an id")]
    [InlineData("AAAAAAAAAAAA")]
    public void Anything_else_is_no_id(string? text) => DeadLetterId.TryParse(text, out _).ShouldBeFalse();
}
