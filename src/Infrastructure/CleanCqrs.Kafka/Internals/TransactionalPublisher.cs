using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Internals;

/// <summary>
/// Publishes in transactions, one per batch and bucket range. The range is in the transactional id: whoever takes a range over fences off the relay that had it, and
/// what that one still has in hand never appears.
/// </summary>
internal sealed class TransactionalPublisher : IPublisher
{
    private readonly TransactionalRange[] _ranges;

    public TransactionalPublisher(KafkaOptions options, TimeProvider timeProvider, ILogger logger)
    {
        _ranges = [.. Enumerable.Range(0, Bucket.RangeCount)
            .Select(range => new TransactionalRange($"{options.Transactions.IdPrefix}-{range}", options, timeProvider, logger))];
    }

    public Task PublishAsync(IReadOnlyList<EventEnvelope> events, PublishResult[] results, CancellationToken cancellationToken) => Task.WhenAll(
        Enumerable.Range(0, events.Count)
            .GroupBy(index => Bucket.RangeOf(Bucket.Of(events[index].StreamId)))
            .Select(group => _ranges[group.Key].PublishAsync(new TransactionPart(events, [.. group], results), cancellationToken))
            .ToList());

    public void Dispose()
    {
        foreach (var range in _ranges)
        {
            range.Dispose();
        }
    }
}
