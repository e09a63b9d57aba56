using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Planted;

/// <summary><see cref="PlantedFault.MarkBeforeAcknowledgement"/>.</summary>
internal sealed class EarlyMarks(IOutboxStore store) : IOutboxStore
{
    public async Task<IReadOnlyList<OutboxMessage>> ReadPendingAsync(
        BucketLease lease,
        int maxCount,
        TimeSpan longestWait,
        IReadOnlyCollection<long> inHand,
        CancellationToken cancellationToken)
    {
        var messages = await store.ReadPendingAsync(lease, maxCount, longestWait, inHand, cancellationToken);
        var marks = messages.Select(message => new OutboxOutcome(message, PublishResult.Acknowledged, default)).ToList();
        await store.RecordAsync(lease, marks, cancellationToken);
        return messages;
    }

    public Task<IReadOnlyCollection<int>> RecordAsync(
        BucketLease lease, IReadOnlyCollection<OutboxOutcome> outcomes, CancellationToken cancellationToken) =>
        store.RecordAsync(lease, outcomes, cancellationToken);

    public Task<TransportOutage?> FindOutageAsync(CancellationToken cancellationToken) => store.FindOutageAsync(cancellationToken);

    public Task RecordOutageAsync(TransportOutage? outage, CancellationToken cancellationToken) =>
        store.RecordOutageAsync(outage, cancellationToken);
}
