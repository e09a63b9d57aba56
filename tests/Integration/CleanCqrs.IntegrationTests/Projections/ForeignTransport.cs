using CleanCqrs.Application.Transport;

namespace CleanCqrs.IntegrationTests.Projections;

/// <summary>A transport on which others than the relay write: the test says what a consumer group receives.</summary>
public sealed class ForeignTransport : IEventTransport, IAsyncDisposable
{
    private TransportSubscription? _subscription;

    public bool LeavesProcess => false;

    public TimeSpan DeliveryTimeout => TimeSpan.Zero;

    private TransportSubscription Subscription => _subscription ?? throw new InvalidOperationException("Nobody has subscribed.");

    public Task DeliverAsync(params IReadOnlyList<EventEnvelope> events) =>
        Subscription.Handler(events, TestContext.Current.CancellationToken);

    public Task DeliverUnreadableAsync(params IReadOnlyList<UnreadableMessage> messages) =>
        Subscription.UnreadableHandler(messages, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody publishes through this transport.");

    public Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken)
    {
        _subscription = subscription;
        return Task.FromResult<IAsyncDisposable>(this);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
