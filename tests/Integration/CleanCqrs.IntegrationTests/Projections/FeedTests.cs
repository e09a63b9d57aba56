using System.Collections.Concurrent;
using CleanCqrs.Application.Signals;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class FeedTests : ProjectionTest
{
    [Fact]
    public async Task Followers_hear_of_every_commit_after_it_is_visible()
    {
        var host = await StartAsync();
        var heard = new ConcurrentQueue<(string Stream, long Version, string? Trail)>();
        using var stop = new CancellationTokenSource();
        var following = FollowAsync(host, BankSetup.Statements, heard, stop.Token);

        await host.DeliverAsync([.. History(host, "a", 3), .. History(host, "b", 1)]);
        await Eventually.HoldsAsync(() => heard.Count == 2, "both streams are heard of");

        heard.Order().ShouldBe([("a", 3, TrailOf(3)), ("b", 1, TrailOf(1))]);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public async Task Followers_of_one_projection_hear_nothing_of_another()
    {
        var host = await StartAsync(setup: bank => bank.Compose = TwoProjections.Compose);
        var heard = new ConcurrentQueue<(string Stream, long Version, string? Trail)>();
        using var stop = new CancellationTokenSource();
        host.Probe.FailAt("a", 1);
        var following = FollowAsync(host, BankSetup.Statements, heard, stop.Token);

        await host.DeliverAsync(History(host, "a", 1));
        await host.DeliverAsync(History(host, "b", 1));
        await Eventually.HoldsAsync(() => !heard.IsEmpty, "the follower hears of b");

        heard.Single().Stream.ShouldBe("b");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => following);
    }

    private static async Task FollowAsync(
        BankHost host,
        string projection,
        ConcurrentQueue<(string Stream, long Version, string? Trail)> heard,
        CancellationToken cancellationToken)
    {
        var commits = host.Services.GetRequiredService<CommitSignal>().FollowAsync<ProjectionCommit>(capacity: 100, cancellationToken);
        await foreach (var position in commits.Where(commit => commit.Projection == projection).SelectMany(commit => commit.Positions))
        {
            heard.Enqueue((position.StreamId, position.Version, await host.FindTrailAsync(position.StreamId)));
        }
    }
}
