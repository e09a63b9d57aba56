using System.Diagnostics;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Benchmarks.Measuring.Projecting;

/// <summary>Takes the time from the first event that a projection is handed until it has handled so many of them.</summary>
public sealed class ObservedTransport(IEventTransport transport, int events) : IEventTransport
{
    private readonly TaskCompletionSource<TimeSpan> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _started;
    private int _handled;

    /// <summary>How long it took.</summary>
    public Task<TimeSpan> Elapsed => _done.Task;

    public TimeSpan? DeliveryTimeout => transport.DeliveryTimeout;

    public Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken) =>
        transport.PublishAsync(events, cancellationToken);

    public Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return transport.SubscribeAsync(
            subscription with { Handler = (batch, token) => HandleAsync(subscription, batch, token) }, cancellationToken);
    }

    private async Task HandleAsync(TransportSubscription subscription, IReadOnlyList<EventEnvelope> batch, CancellationToken cancellationToken)
    {
        Interlocked.CompareExchange(ref _started, Stopwatch.GetTimestamp(), 0);
        await subscription.Handler(batch, cancellationToken);
        if (Interlocked.Add(ref _handled, batch.Count) == events)
        {
            _done.TrySetResult(Stopwatch.GetElapsedTime(Volatile.Read(ref _started)));
        }
    }
}
