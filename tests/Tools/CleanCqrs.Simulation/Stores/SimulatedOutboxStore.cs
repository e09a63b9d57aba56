using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The outbox as the relay sees it.</summary>
/// <param name="database">The database.</param>
/// <param name="calls">How it is reached.</param>
/// <param name="ignoresFence">A planted defect: whether outcomes count whoever reports them.</param>
internal sealed class SimulatedOutboxStore(WriteDatabase database, IStoreCalls calls, bool ignoresFence = false) : IOutboxStore
{
    public Task<IReadOnlyList<OutboxMessage>> ReadPendingAsync(
        BucketLease lease,
        int maxCount,
        TimeSpan longestWait,
        IReadOnlyCollection<long> inHand,
        CancellationToken cancellationToken) =>
        calls.CallAsync("read pending", () => database.ReadPending(lease, maxCount, longestWait, inHand), cancellationToken);

    public Task<IReadOnlyCollection<int>> RecordAsync(
        BucketLease lease, IReadOnlyCollection<OutboxOutcome> outcomes, CancellationToken cancellationToken) =>
        calls.CallAsync("record outcomes", () => database.Record(lease, outcomes, ignoresFence), cancellationToken);

    public Task<TransportOutage?> FindOutageAsync(CancellationToken cancellationToken) =>
        calls.CallAsync("find outage", () => database.Outage, cancellationToken);

    public Task RecordOutageAsync(TransportOutage? outage, CancellationToken cancellationToken) =>
        calls.CallAsync("record outage", () => database.Outage = outage, cancellationToken);
}
