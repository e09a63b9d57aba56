using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Signals;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Operations;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.Operations;

public sealed class DeadLettersTests
{
    private const string Projection = "summaries";
    private static readonly DeadLetterFilter _all = new();
    private readonly IDeadLetterStore _write = Substitute.For<IDeadLetterStore>();
    private readonly IDeadLetterStore _read = Substitute.For<IDeadLetterStore>();
    private readonly List<Commit> _heard = [];
    private readonly DeadLetters _deadLetters;

    public DeadLettersTests()
    {
        _write.Kinds.Returns([DeadLetterKind.Refused]);
        _read.Kinds.Returns([DeadLetterKind.Failed, DeadLetterKind.Unreadable]);
        var commits = new CommitSignal([]);
        commits.Listen(_heard.Add);
        var options = new OperationsOptions();
        options.Projections.Add(Projection);
        _deadLetters = new DeadLetters(
            [_write, _read], [], commits, Options.Create(options), TimeProvider.System, NullLogger<DeadLetters>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_of_the_outbox_come_first_then_those_of_each_projection_and_then_what_nobody_can_read()
    {
        Holds(_write, DeadLetterKind.Refused, "outbox", DeadLetterId.Refused("a", 1));
        Holds(_read, DeadLetterKind.Failed, Projection, DeadLetterId.Failed(Projection, "a", 1));
        Holds(_read, DeadLetterKind.Unreadable, Projection, DeadLetterId.Unreadable(Projection, new LogPosition("topic", 0, 1)));

        var page = await _deadLetters.ListAsync(_all, null, 10, Token);

        page.Items.Select(letter => letter.Id.Kind).ShouldBe([DeadLetterKind.Refused, DeadLetterKind.Failed, DeadLetterKind.Unreadable]);
        page.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task A_page_that_goes_on_does_not_ask_what_lies_before_it()
    {
        var after = DeadLetterId.Failed(Projection, "a", 1);
        _read.ListAsync(DeadLetterKind.Failed, Projection, _all, after, 3, Token).Returns(
            [Letter(DeadLetterId.Failed(Projection, "b", 1)), Letter(DeadLetterId.Failed(Projection, "c", 1)),
                Letter(DeadLetterId.Failed(Projection, "d", 1))]);

        var page = await _deadLetters.ListAsync(_all, after, 2, Token);

        page.Items.Select(letter => letter.Id.StreamId).ShouldBe(["b", "c"]);
        page.Next.ShouldBe(DeadLetterId.Failed(Projection, "c", 1));
        _write.ReceivedCalls().ShouldAllBe(call => call.GetMethodInfo().Name != nameof(IDeadLetterStore.ListAsync));
    }

    [Fact]
    public async Task A_redrive_of_the_outbox_wakes_the_relays()
    {
        _write.RedriveAsync("outbox", Arg.Any<IReadOnlyCollection<DeadLetterId>>(), "me", null, Token).Returns(1);

        (await _deadLetters.RedriveAsync("outbox", "a", "me", Token)).IsDone.ShouldBeTrue();

        _heard.ShouldBe([new OutboxCommit()]);
    }

    [Fact]
    public async Task A_redrive_and_a_discard_in_a_projection_wake_that_projection()
    {
        _read.RedriveAsync(Projection, Arg.Any<IReadOnlyCollection<DeadLetterId>>(), "me", null, Token).Returns(1);
        _read.DiscardAsync(DeadLetterId.Failed(Projection, "a", 1), "me", "why", Token).Returns(true);

        (await _deadLetters.RedriveAsync(Projection, "a", "me", Token)).IsDone.ShouldBeTrue();
        (await _deadLetters.DiscardAsync(DeadLetterId.Failed(Projection, "a", 1), "me", "why", Token)).IsDone.ShouldBeTrue();

        _heard.ShouldBe([new RedriveCommit(Projection), new RedriveCommit(Projection)]);
    }

    [Theory]
    [InlineData("outbox")]
    [InlineData(Projection)]
    public async Task Where_there_is_no_dead_letter_nobody_is_woken(string source)
    {
        (await _deadLetters.RedriveAsync(source, "a", "me", Token)).IsDone.ShouldBeFalse();

        _heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_nobody_knows_is_not_asked_but_a_generation_of_one_that_is_known()
    {
        _read.RedriveAsync(default!, default!, default!, default, Token).ReturnsForAnyArgs(1);

        (await _deadLetters.RedriveAsync("unknown", "a", "me", Token)).IsDone.ShouldBeFalse();
        (await _deadLetters.RedriveAsync("unknown#2", "a", "me", Token)).IsDone.ShouldBeFalse();
        (await _deadLetters.RedriveAsync($"{Projection}#2", "a", "me", Token)).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_acts_without_a_name_and_nothing_is_given_up_without_a_reason()
    {
        var id = DeadLetterId.Refused("a", 1);
        await Should.ThrowAsync<ArgumentException>(() => _deadLetters.RedriveAsync(id, " ", Token));
        await Should.ThrowAsync<ArgumentException>(() => _deadLetters.RedriveAllAsync(_all, " ", null, Token));
        await Should.ThrowAsync<ArgumentException>(() => _deadLetters.DiscardAsync(id, " ", "why", Token));
        await Should.ThrowAsync<ArgumentException>(() => _deadLetters.DiscardAsync(id, "me", " ", Token));
    }

    private static DeadLetter Letter(DeadLetterId id) => new(id, DateTimeOffset.UnixEpoch, 1, "error");

    private static void Holds(IDeadLetterStore store, DeadLetterKind kind, string source, DeadLetterId id) =>
        store.ListAsync(kind, source, _all, null, Arg.Any<int>(), Token).Returns([Letter(id)]);
}
