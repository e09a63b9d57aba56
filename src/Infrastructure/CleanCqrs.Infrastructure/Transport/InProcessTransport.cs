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

    /// <summary>
    /// Waits for all lanes of all groups together; but once one of them is done, a late one holds up the others for no longer than
    /// <see cref="InProcessTransportOptions.Patience"/>. What it has in hand is deferred, as is what comes for it meanwhile.
    /// </summary>
    public async Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var subscribers = Volatile.Read(ref _subscribers);
        var deliveries = (
            from lane in events.GroupBy(LaneOf)
            let inLane = lane.ToList()
            from subscriber in subscribers
            where inLane.Exists(subscriber.Wants)
            select new Delivery(subscriber, lane.Key, inLane, DeliverAsync(subscriber, lane.Key, inLane, cancellationToken))).ToList();
        await WaitAsync(deliveries, cancellationToken);
        var byLane = deliveries.ToLookup(delivery => delivery.Lane);
        return [.. events.Select(envelope => ResultOf(envelope, subscribers, byLane[LaneOf(envelope)]))];
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

    private static Task<string?>? DeliverAsync(
        InProcessSubscriber subscriber, int lane, List<EventEnvelope> events, CancellationToken cancellationToken) =>
        subscriber.IsLate(lane) ? null : subscriber.DeliverAsync(lane, events, cancellationToken);

    private async Task WaitAsync(List<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var begun = deliveries.FindAll(delivery => delivery.Error is not null);
        if (begun.Count == 0)
        {
            return;
        }

        var all = Task.WhenAll(begun.Select(delivery => delivery.Error!));
        if (begun.Count == deliveries.Count)
        {
            await Task.WhenAny(begun.Select(delivery => delivery.Error!));
        }

        if (!all.IsCompleted)
        {
            await WaitPatientlyAsync(all, cancellationToken);
        }

        if (all.IsCompleted)
        {
            await all;
        }

        foreach (var late in begun.Where(delivery => !delivery.Error!.IsCompleted))
        {
            late.Subscriber.LeaveBehind(late.Lane, late.Events.Count);
            _ = late.Error!.ContinueWith(
                failed => _logger.LeftBehindGivenUp(failed.Exception),
                CancellationToken.None,
                TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private async Task WaitPatientlyAsync(Task all, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var patience = Task.Delay(_options.Patience, _timeProvider, done.Token);
        if (await Task.WhenAny(all, patience) == patience && cancellationToken.IsCancellationRequested)
        {
            // Whoever publishes has given up: what became of it is for the handlers to say.
            await all;
        }

        await done.CancelAsync();
    }

    private static PublishResult ResultOf(EventEnvelope envelope, InProcessSubscriber[] subscribers, IEnumerable<Delivery> deliveries)
    {
        if (!subscribers.Any(subscriber => subscriber.Wants(envelope)))
        {
            return PublishResult.Failed($"Nobody in this process has subscribed to topic {envelope.Topic}.");
        }

        // A subscriber that does not want this event may have failed with others of its lane: order within the lane is worth the
        // repetition.
        var late = default(PublishResult);
        foreach (var delivery in deliveries)
        {
            if (delivery.Error is not { IsCompletedSuccessfully: true } error)
            {
                late ??= PublishResult.Deferred($"Group {delivery.Subscriber.Group} is still at work on events before it.");
            }
            else if (error.Result is { } failure)
            {
                return PublishResult.Failed(failure);
            }
        }

        return late ?? PublishResult.Acknowledged;
    }

    private int LaneOf(EventEnvelope envelope) => Application.Outbox.Bucket.Of(envelope.StreamId) % _options.Lanes;

    private void Remove(InProcessSubscriber subscriber)
    {
        lock (_lock)
        {
            _subscribers = [.. _subscribers.Where(other => other != subscriber)];
        }
    }

    /// <summary>
    /// Events of a lane for a group, and what becomes of them; <see langword="null"/> when that was not begun, since the lane is late.
    /// </summary>
    private sealed record Delivery(InProcessSubscriber Subscriber, int Lane, List<EventEnvelope> Events, Task<string?>? Error);
}
