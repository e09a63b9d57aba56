using CleanCqrs.Application.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Transport;

/// <summary>
/// Carries events from the relay to the subscribers within one process. It keeps nothing: publishing is acknowledged when every subscriber
/// has processed the events, so that the outbox stays the only place where they can be lost, and it does not lose them.
/// </summary>
internal sealed class InProcessTransport : IEventTransport
{
    private readonly InProcessTransportOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<InProcessTransport> _logger;
    private readonly Lock _lock = new();
    private InProcessSubscriber[] _subscribers = [];

    public InProcessTransport(IOptions<InProcessTransportOptions> options, TimeProvider timeProvider, ILogger<InProcessTransport> logger)
    {
        _options = options.Value;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    public bool LeavesProcess => false;

    public TimeSpan DeliveryTimeout => TimeSpan.Zero;

    public async Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var subscribers = Volatile.Read(ref _subscribers);
        var results = new PublishResult[events.Count];
        var lanes = events.Select((envelope, index) => (envelope, index)).GroupBy(item => LaneOf(item.envelope));
        await Task.WhenAll(lanes.Select(async lane =>
        {
            var items = lane.ToList();
            var result = await DeliverAsync(subscribers, lane.Key, items.ConvertAll(item => item.envelope), cancellationToken);
            foreach (var (envelope, index) in items)
            {
                results[index] = result(envelope);
            }
        }));
        return results;
    }

    /// <exception cref="InvalidOperationException">
    /// The group has a member already: in one process a second one would only share its work.
    /// </exception>
    public Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        cancellationToken.ThrowIfCancellationRequested();
        var subscriber = new InProcessSubscriber(subscription, _options, _timeProvider, _logger, Remove);
        lock (_lock)
        {
            if (_subscribers.Any(other => other.Group == subscription.Group))
            {
                throw new InvalidOperationException($"The group {subscription.Group} has subscribed to the in-process transport already.");
            }

            _subscribers = [.. _subscribers, subscriber];
        }

        return Task.FromResult<IAsyncDisposable>(subscriber);
    }

    private static async Task<Func<EventEnvelope, PublishResult>> DeliverAsync(
        InProcessSubscriber[] subscribers, int lane, List<EventEnvelope> events, CancellationToken cancellationToken)
    {
        var errors = await Task.WhenAll(subscribers.Select(subscriber => subscriber.DeliverAsync(lane, events, cancellationToken)));
        return envelope =>
        {
            if (!subscribers.Any(subscriber => subscriber.Wants(envelope)))
            {
                return PublishResult.Failed($"Nobody in this process has subscribed to topic {envelope.Topic}.");
            }

            // A subscriber that does not want this event may have failed with others of its lane: order within the lane is worth the
            // repetition.
            return errors.FirstOrDefault(error => error is not null) is { } failed
                ? PublishResult.Failed(failed)
                : PublishResult.Acknowledged;
        };
    }

    private int LaneOf(EventEnvelope envelope) => Application.Outbox.Bucket.Of(envelope.StreamId) % _options.Lanes;

    private void Remove(InProcessSubscriber subscriber)
    {
        lock (_lock)
        {
            _subscribers = [.. _subscribers.Where(other => other != subscriber)];
        }
    }
}
