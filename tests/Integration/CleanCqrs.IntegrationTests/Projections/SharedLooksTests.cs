using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class SharedLooksTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly IProjectionPositions _positions = Substitute.For<IProjectionPositions>();
    private readonly ReadModelWaiter _waiter;

    public SharedLooksTests() => _waiter = new ReadModelWaiter(_positions, new StreamWaits(), [], [], _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_that_fails_is_told_to_every_query_and_those_that_come_later_are_looked_for_again()
    {
        Look().ThrowsAsync(new InvalidOperationException("The database is away."));
        var (one, other) = (WaitAsync("a", Token), WaitAsync("b", Token));
        await AfterAWhileAsync(one, other);
        (await Should.ThrowAsync<InvalidOperationException>(() => one)).Message.ShouldBe("The database is away.");
        await Should.ThrowAsync<InvalidOperationException>(() => other);

        Look().Returns([new StreamPosition("c", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)]);
        var later = WaitAsync("c", Token);
        await AfterAWhileAsync(later);

        (await later).ShouldBeTrue();
    }

    [Fact]
    public async Task A_query_that_nobody_waits_for_any_more_is_not_looked_for()
    {
        using var giveUp = new CancellationTokenSource();
        var givenUp = WaitAsync("a", giveUp.Token);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => givenUp);

        Look().Returns([new StreamPosition("b", 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)]);
        var waiting = WaitAsync("b", Token);
        await AfterAWhileAsync(waiting);

        (await waiting).ShouldBeTrue();
        await _positions.DidNotReceive().FindPositionsAsync(
            "orders", Arg.Is<IReadOnlyCollection<string>>(streams => streams.Contains("a")), Arg.Any<CancellationToken>());
    }

    private Task<IReadOnlyList<StreamPosition>> Look() => _positions.FindPositionsAsync(
        "orders", Arg.Any<IReadOnlyCollection<string>>(), Arg.Any<CancellationToken>());

    private Task<bool> WaitAsync(string streamId, CancellationToken cancellationToken) =>
        _waiter.WaitAsync("orders", new ConsistencyToken(streamId, 1), TimeSpan.FromHours(1), cancellationToken);

    private Task AfterAWhileAsync(params Task[] waits) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return waits.All(wait => wait.IsCompleted);
        },
        "the waits have ended");
}
