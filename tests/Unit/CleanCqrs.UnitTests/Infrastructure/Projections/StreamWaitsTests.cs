using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class StreamWaitsTests
{
    private readonly StreamWaits _waits = new();

    [Theory]
    [InlineData("statements", "a", 2, true)]
    [InlineData("statements", "a", 3, true)]
    [InlineData("statements", "a", 1, false)]
    [InlineData("statements", "b", 2, false)]
    [InlineData("totals", "a", 2, false)]
    [InlineData("Statements", "a", 2, false)]
    public void A_query_is_woken_by_its_own_projection_and_stream_only(string projection, string streamId, long version, bool isWoken)
    {
        using var wait = _waits.Begin("statements", "a");
        var reached = wait.ReachedAsync(2, TimeSpan.Zero);

        Commit(projection, (streamId, version));

        reached.IsCompletedSuccessfully.ShouldBe(isWoken);
    }

    [Fact]
    public void One_commit_wakes_the_queries_of_all_its_streams()
    {
        using var a = _waits.Begin("statements", "a");
        using var b = _waits.Begin("statements", "b");
        var (reachedA, reachedB) = (a.ReachedAsync(1, TimeSpan.Zero), b.ReachedAsync(2, TimeSpan.Zero));

        Commit("statements", ("x", 9), ("a", 1), ("b", 2));

        reachedA.IsCompletedSuccessfully.ShouldBeTrue();
        reachedB.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void A_commit_of_another_kind_wakes_nobody()
    {
        using var wait = _waits.Begin("statements", "a");
        var reached = wait.ReachedAsync(1, TimeSpan.Zero);

        _waits.OnCommitted(new OutboxCommit());
        _waits.OnCommitted(new RedriveCommit("statements"));

        reached.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Queries_for_the_same_stream_share_a_wait_until_the_last_one_leaves()
    {
        var first = _waits.Begin("statements", "a");
        var second = _waits.Begin("statements", "a");
        second.ShouldBeSameAs(first);

        first.Dispose();
        using var third = _waits.Begin("statements", "a");

        third.ShouldBeSameAs(first, "the second is still in it");
        second.Dispose();
    }

    [Fact]
    public void After_the_last_one_has_left_a_new_wait_begins_afresh()
    {
        var first = _waits.Begin("statements", "a");
        Commit("statements", ("a", 5));
        first.Dispose();

        using var second = _waits.Begin("statements", "a");
        var reached = second.ReachedAsync(5, TimeSpan.Zero);

        second.ShouldNotBeSameAs(first);
        reached.IsCompleted.ShouldBeFalse("what the first has heard is forgotten");
        Commit("statements", ("a", 5));
        reached.IsCompletedSuccessfully.ShouldBeTrue();
    }

    private void Commit(string projection, params (string StreamId, long Version)[] reached)
    {
        var at = DateTimeOffset.UnixEpoch;
        var positions = reached.Select(one => new StreamPosition(one.StreamId, one.Version, at, at));
        _waits.OnCommitted(new ProjectionCommit(projection, [.. positions]));
    }
}
