using System.Globalization;
using CleanCqrs.Domain;

namespace CleanCqrs.UnitTests.Domain;

public class StreamIdTextTests
{
    private static readonly DateTime _time = new DateTime(2026, 3, 2, 12, 30, 0).AddTicks(1);

    private static readonly CultureInfo _persian = new("fa-IR");

    public static TheoryData<object, string> Texts => new()
    {
        { "Ann ", "Ann " },
        { new Guid("0193d1c0-7a00-7000-8000-000000000001"), "0193d1c0-7a00-7000-8000-000000000001" },
        { -7, "-7" },
        { long.MaxValue, "9223372036854775807" },
        { 1.50m, "1.5" },
        { 0.1, "0.1" },
        { 'x', "x" },
        { DayOfWeek.Monday, "1" },
        { _time, "2026-03-02T12:30:00.0000001" },
        { DateTime.SpecifyKind(_time, DateTimeKind.Utc), "2026-03-02T12:30:00.0000001" },
        { new DateTimeOffset(_time, TimeSpan.FromHours(2)), "2026-03-02T10:30:00.0000001Z" },
        { new DateOnly(2026, 3, 2), "2026-03-02" },
        { new TimeOnly(12, 30), "12:30:00.0000000" },
        { TimeSpan.FromDays(1.5), "1.12:00:00" },
        { new Seat("A", 7), "A-7" },
        { new Uri("urn:isbn:7"), "urn:isbn:7" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_text_is_the_same_in_every_culture(object id, string text)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { CultureInfo.InvariantCulture, new CultureInfo("sv-SE"), _persian })
            {
                CultureInfo.CurrentCulture = culture;
                StreamIdText.Of(id).ShouldBe(text);
                StreamIdText.Exists(id.GetType()).ShouldBeTrue();
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Equal_identities_have_equal_texts()
    {
        StreamIdText.Of(1.0m).ShouldBe(StreamIdText.Of(1.00m));
        var time = new DateTimeOffset(_time, TimeSpan.Zero);
        StreamIdText.Of(time).ShouldBe(StreamIdText.Of(time.ToOffset(TimeSpan.FromHours(9))));
    }

    [Fact]
    public void What_has_no_text_of_its_own_is_refused()
    {
        object[] ids = [new byte[] { 1 }, new Pair(1, 2), new PairClass(1, 2), new List<int> { 1 }, new Plain(), new object()];
        foreach (var id in ids)
        {
            StreamIdText.Exists(id.GetType()).ShouldBeFalse();
            Should.Throw<InvalidOperationException>(() => StreamIdText.Of(id)).Message.ShouldBe(
                $"An identity of type {id.GetType().Name} has no text of its own that could name a stream. Override ToString in "
                + $"{id.GetType().Name}, or StreamId in the aggregate, so that equal identities have the same text and different ones do "
                + "not.");
        }
    }

    private readonly record struct Seat(string Row, int Number)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Row}-{Number}");
    }

    private readonly record struct Pair(int One, int Two);

    private sealed record PairClass(int One, int Two);

    private struct Plain;
}
