using CleanCqrs.Application.Transport;

namespace CleanCqrs.RelayProcess;

/// <summary>Says what it gets, and acknowledges it when the gate is open.</summary>
/// <param name="gate">A file: while it is there, the gate is closed.</param>
public sealed class GatedTransport(string gate) : IEventTransport
{
    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(20);

    public bool LeavesProcess => false;

    public TimeSpan DeliveryTimeout => TimeSpan.Zero;

    public async Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Publishing {events.Count}");
        while (File.Exists(gate))
        {
            await Task.Delay(_probeInterval, cancellationToken);
        }

        return [.. events.Select(_ => PublishResult.Acknowledged)];
    }

    public Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody listens to this transport.");
}
