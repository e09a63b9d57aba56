using CleanCqrs.Application.Signals;

namespace CleanCqrs.UnitTests.Infrastructure.Signals;

public sealed class CommitSignalTests
{
    private readonly Ear _ear = new();

    [Fact]
    public void Everybody_who_listens_hears_of_a_commit()
    {
        var signal = new CommitSignal([_ear]);
        var guest = new Ear();
        using var listening = signal.Listen(guest.OnCommitted);

        signal.Notify(new OutboxCommit());

        _ear.Heard.ShouldBe([new OutboxCommit()]);
        guest.Heard.ShouldBe([new OutboxCommit()]);
    }

    [Fact]
    public void Who_has_left_hears_nothing_more()
    {
        var signal = new CommitSignal([]);
        var first = signal.Listen(_ear.OnCommitted);
        using var second = signal.Listen(_ear.OnCommitted);
        first.Dispose();

        signal.Notify(new RedriveCommit("summaries"));

        _ear.Heard.ShouldBe([new RedriveCommit("summaries")], "the same method listened twice, and has left once");
    }

    [Fact]
    public async Task A_follower_gets_the_commits_of_its_kind_in_their_order()
    {
        var signal = new CommitSignal([]);
        await using var commits = signal.FollowAsync<RedriveCommit>(10, TestContext.Current.CancellationToken).GetAsyncEnumerator(
            TestContext.Current.CancellationToken);
        var next = commits.MoveNextAsync();

        signal.Notify(new OutboxCommit());
        signal.Notify(new RedriveCommit("a"));
        signal.Notify(new RedriveCommit("b"));

        (await next).ShouldBeTrue();
        commits.Current.Projection.ShouldBe("a");
        (await commits.MoveNextAsync()).ShouldBeTrue();
        commits.Current.Projection.ShouldBe("b");
    }

    [Fact]
    public async Task A_follower_that_is_too_slow_loses_the_oldest()
    {
        var signal = new CommitSignal([]);
        await using var commits = signal.FollowAsync<RedriveCommit>(2, TestContext.Current.CancellationToken).GetAsyncEnumerator(
            TestContext.Current.CancellationToken);
        var first = commits.MoveNextAsync();
        signal.Notify(new RedriveCommit("1"));
        (await first).ShouldBeTrue();

        foreach (var projection in new[] { "2", "3", "4" })
        {
            signal.Notify(new RedriveCommit(projection));
        }

        (await commits.MoveNextAsync()).ShouldBeTrue();
        commits.Current.Projection.ShouldBe("3");
    }

    private sealed class Ear : ICommitListener
    {
        public List<Commit> Heard { get; } = [];

        public void OnCommitted(Commit commit) => Heard.Add(commit);
    }
}
