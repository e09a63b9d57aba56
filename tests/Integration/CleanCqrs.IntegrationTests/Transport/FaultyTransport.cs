using CleanCqrs.Application.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

/// <summary>A transport with a planted fault in what it publishes, delivers or answers.</summary>
internal sealed class FaultyTransport(IEventTransport inner) : IEventTransport
{
    public Func<IReadOnlyList<EventEnvelope>, IReadOnlyList<EventEnvelope>> Deliver { get; init; } = events => events;

    public Func<IReadOnlyList<PublishResult>, IReadOnlyList<PublishResult>> Answer { get; init; } = results => results;

    /// <summary>Whether it forgets to wait for the handler when a group is left.</summary>
    public bool LeavesInHaste { get; init; }

    /// <summary>Whether it does not listen to whoever gives up.</summary>
    public bool IsDeaf { get; init; }

    public bool LeavesProcess => inner.LeavesProcess;

    public TimeSpan DeliveryTimeout => inner.DeliveryTimeout;

    public async Task<IReadOnlyList<PublishResult>> PublishAsync(
        IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken) =>
        Answer(await inner.PublishAsync(events, IsDeaf ? CancellationToken.None : cancellationToken));

    public async Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken)
    {
        var membership = await inner.SubscribeAsync(
            subscription with { Handler = (events, token) => subscription.Handler(Deliver(events), token) }, IsDeaf
                ? CancellationToken.None
                : cancellationToken);
        return LeavesInHaste ? new HastyLeave() : membership;
    }

    private sealed class HastyLeave : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
