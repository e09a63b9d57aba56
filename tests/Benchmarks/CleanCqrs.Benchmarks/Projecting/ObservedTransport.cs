using CleanCqrs.Application.Transport;

namespace CleanCqrs.Benchmarks.Projecting;

/// <summary>Counts the events that a projection has handled.</summary>
public sealed class ObservedTransport(IEventTransport transport, Stretch stretch) : IEventTransport
{
    public bool LeavesProcess => transport.LeavesProcess;

    public TimeSpan DeliveryTimeout => transport.DeliveryTimeout;

    public Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken) =>
        transport.PublishAsync(events, cancellationToken);

    public Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return transport.SubscribeAsync(
            subscription with { Handler = (batch, token) => HandleAsync(subscription, batch, token) }, cancellationToken);
    }

    private async Task HandleAsync(
        TransportSubscription subscription, IReadOnlyList<EventEnvelope> batch, CancellationToken cancellationToken)
    {
        await subscription.Handler(batch, cancellationToken);
        stretch.Add(batch.Count);
    }
}
