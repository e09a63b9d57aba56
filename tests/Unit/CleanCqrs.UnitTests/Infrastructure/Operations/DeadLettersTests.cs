using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Operations;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.Operations;

public sealed class DeadLettersTests
{
    private const string Projection = "summaries";
    private readonly IOutboxOperations _outbox = Substitute.For<IOutboxOperations>();
    private readonly IProjectionOperations _projections = Substitute.For<IProjectionOperations>();
    private readonly List<Commit> _heard = [];
    private readonly DeadLetters _deadLetters;

    public DeadLettersTests()
    {
        var commits = new CommitSignal([]);
        commits.Listen(_heard.Add);
        var options = new OperationsOptions();
        options.Projections.Add(Projection);
        _deadLetters = new DeadLetters(_outbox, _projections, commits, Options.Create(options));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_of_the_outbox_come_first_and_then_those_of_each_projection()
    {
        Holds(refused: 1, failed: 1);

        var page = await _deadLetters.ListAsync(1, Token);

        page.Items.ShouldBe(
            [new DeadLetter("outbox", Envelope(1), 2, "too large"), new DeadLetter(Projection, Envelope(1), 8, "no such column")]);
        page.IsComplete.ShouldBeTrue();
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 2)]
    public async Task A_page_says_that_a_source_holds_more(int refused, int failed)
    {
        Holds(refused, failed);

        var page = await _deadLetters.ListAsync(1, Token);

        page.Items.Count.ShouldBe(1);
        page.IsComplete.ShouldBeFalse();
    }

    [Fact]
    public async Task A_redrive_of_the_outbox_wakes_the_relays()
    {
        _outbox.RedriveAsync("a", Token).Returns(true);

        (await _deadLetters.RedriveAsync("outbox", "a", Token)).ShouldBeTrue();

        _heard.ShouldBe([new OutboxCommit()]);
    }

    [Fact]
    public async Task A_redrive_of_a_projection_wakes_that_projection()
    {
        _projections.RedriveAsync(Projection, "a", Token).Returns(true);

        (await _deadLetters.RedriveAsync(Projection, "a", Token)).ShouldBeTrue();

        _heard.ShouldBe([new RedriveCommit(Projection)]);
    }

    [Theory]
    [InlineData("outbox")]
    [InlineData(Projection)]
    public async Task Where_there_is_no_dead_letter_nobody_is_woken(string source)
    {
        (await _deadLetters.RedriveAsync(source, "a", Token)).ShouldBeFalse();

        _heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_nobody_knows_is_not_asked()
    {
        _projections.RedriveAsync(default!, default!, Token).ReturnsForAnyArgs(true);

        (await _deadLetters.RedriveAsync("unknown", "a", Token)).ShouldBeFalse();
    }

    private static EventEnvelope Envelope(long version) =>
        new(Guid.Empty, "type", "topic", "a", version, DateTimeOffset.UnixEpoch, default);

    private void Holds(int refused, int failed)
    {
        _outbox.ListDeadLettersAsync(2, Token).Returns(
            [.. Enumerable.Range(1, refused).Select(i => new OutboxDeadLetter(new OutboxMessage(i, 2, Envelope(i)), "too large"))]);
        _projections.ListHeldAsync(Projection, HoldReason.DeadLetter, 2, Token).Returns(
            [.. Enumerable.Range(1, failed)
                .Select(i => new HeldEvent(Envelope(i), HoldReason.DeadLetter, DateTimeOffset.UnixEpoch, 8, null, "no such column"))]);
    }
}
