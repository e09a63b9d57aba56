using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>
/// Publishes in transactions, one per batch and bucket range. The range is in the transactional id: whoever takes a range over fences off
/// the relay that had it, and what that one still has in hand never appears.
/// </summary>
internal sealed class TransactionalPublisher(
    KafkaClients clients, KafkaOptions options, ILeasedRanges? leases, TimeProvider timeProvider, ILogger logger) : IPublisher
{
    private readonly TransactionalRange[] _ranges =
    [
        .. Enumerable.Range(0, Bucket.RangeCount).Select(range => new TransactionalRange(
            new WireNames(options).TransactionalIdOf(range), new RangeLease(range, leases), clients, options, timeProvider, logger)),
    ];

    public Task PublishAsync(IReadOnlyList<EventEnvelope> events, PublishResult[] results, CancellationToken cancellationToken)
    {
        Array.ForEach(_ranges, range => range.CloseUnlessLeased());
        return Task.WhenAll(Enumerable.Range(0, events.Count)
            .GroupBy(index => Bucket.RangeOf(Bucket.Of(events[index].StreamId)))
            .Select(group => _ranges[group.Key].PublishAsync(new TransactionPlan(events, [.. group], results), cancellationToken))
            .ToList());
    }

    public void Dispose() => Array.ForEach(_ranges, range => range.Dispose());
}
