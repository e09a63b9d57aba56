using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.KafkaCluster;
using Ordering.Application.Orders.Projections;
using Ordering.IntegrationTests.Crashes;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>
/// Sends real orders through a system of processes, and looks from outside at what has become of them, whatever happened to the processes
/// on the way.
/// </summary>
internal static class ReplayOnProcesses
{
    private const int Web = 0;

    /// <summary>What the replay itself finds in the end is right.</summary>
    public static async Task ShouldReplayAsync(
        this OrderingProcesses system, int lines, int concurrency, Func<ReplayProcess, Task> meanwhile, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var file = ReplayFile.WriteWithCancellations(folder.Path);
        await using var replay = ReplayProcess.Start(
            folder.Path, file, system.Hosts[Web].Address, system.Products, lines, concurrency);
        await meanwhile(replay);

        (await replay.WaitForExitAsync(cancellationToken)).ShouldBe(0, $"{replay.Log}{Environment.NewLine}{system}");
        (await replay.ReadResultAsync(cancellationToken)).GetProperty("differences").GetArrayLength().ShouldBe(0);
    }

    /// <summary>Nothing is pending, and everything that was committed stands on the wire, in order, and in the read model, once.</summary>
    public static async Task ShouldBeSettledAsync(this OrderingProcesses system, WireWatch watch, CancellationToken cancellationToken)
    {
        await Eventually.HoldsBeforeAsync(
            () => Task.FromResult(system.IsDrained()), "the projectors have stored everything that there is", cancellationToken);
        await system.ShouldHoldNothingBackAsync(cancellationToken);
        var streams = (await system.State.EventsAsync(cancellationToken)).ToLookup(stored => stored.StreamId);
        streams.Count.ShouldBePositive();
        await watch.StopAsync();
        watch.ShouldHaveSeen(streams, PlainConsumer.Read(system.BootstrapServers, system.Topics, cancellationToken));
        await system.ShouldShowAsync(streams, cancellationToken);
    }

    private static async Task ShouldHoldNothingBackAsync(this OrderingProcesses system, CancellationToken cancellationToken)
    {
        var outbox = await system.State.OutboxAsync(cancellationToken);
        outbox.ShouldBe(
            new OutboxStatus(Pending: 0, DeadLetters: 0, BlockedStreams: 0, outbox.Published, OldestPending: null, Outage: null));
        var projection = await system.State.ProjectionAsync(cancellationToken);
        projection.ShouldBe(new ProjectionStatus(
            OrderSummaryProjector.ProjectionName, projection.Streams, Parked: 0, Retrying: 0, DeadLetters: 0, Unreadable: 0));
    }

    /// <summary>Row by row, and no row more.</summary>
    private static async Task ShouldShowAsync(
        this OrderingProcesses system, ILookup<string, StoredEvent> streams, CancellationToken cancellationToken)
    {
        (await system.State.VersionsAsync(cancellationToken)).OrderBy(row => row.StreamId, StringComparer.Ordinal)
            .ShouldBe(streams.Select(stream => new StoredVersion(stream.Key, stream.Count()))
                .OrderBy(row => row.StreamId, StringComparer.Ordinal));
        (await system.State.SummariesAsync(cancellationToken)).Select(ExpectedSummary.Of).OrderBy(row => row.OrderId)
            .ShouldBe(streams.Select(ExpectedSummary.Fold).OrderBy(row => row.OrderId));
    }
}
