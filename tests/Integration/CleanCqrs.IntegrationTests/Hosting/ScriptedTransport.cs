using CleanCqrs.Application.Transport;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>A transport that answers as a test wants, and keeps the order of each stream as every transport must.</summary>
public sealed class ScriptedTransport : IEventTransport
{
    private readonly Lock _lock = new();
    private readonly List<IReadOnlyList<string>> _batches = [];
    private readonly List<string> _delivered = [];

    public Func<EventEnvelope, PublishResult> Answer { get; set; } = _ => PublishResult.Acknowledged;

    /// <summary>Runs before a batch is answered.</summary>
    public Func<CancellationToken, Task> BeforeAnswering { get; set; } = _ => Task.CompletedTask;

    public bool LeavesProcess => false;

    public TimeSpan DeliveryTimeout => TimeSpan.Zero;

    /// <summary>What each call brought.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    /// <summary>What was acknowledged, in that order.</summary>
    public IReadOnlyList<string> Delivered
    {
        get
        {
            lock (_lock)
            {
                return [.. _delivered];
            }
        }
    }

    public static Func<EventEnvelope, PublishResult> RejectingOnly(params IReadOnlyList<string> names) => envelope =>
        names.Contains(NameOf(envelope)) ? PublishResult.Rejected("too large") : PublishResult.Acknowledged;

    public static Func<EventEnvelope, PublishResult> FailingOnly(params IReadOnlyList<string> names) => envelope =>
        names.Contains(NameOf(envelope)) ? PublishResult.Failed("no leader") : PublishResult.Acknowledged;

    public async Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _batches.Add([.. events.Select(NameOf)]);
        }

        await BeforeAnswering(cancellationToken);
        var stopped = new HashSet<string>();
        var results = events.Select(envelope => Fate(envelope, stopped)).ToList();
        return results;
    }

    public Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody listens to this transport.");

    private static string NameOf(EventEnvelope envelope) => $"{envelope.StreamId}/{envelope.StreamVersion}";

    private PublishResult Fate(EventEnvelope envelope, HashSet<string> stopped)
    {
        if (stopped.Contains(envelope.StreamId))
        {
            return PublishResult.Failed("waits behind an event of its stream");
        }

        var result = Answer(envelope);
        if (result.Outcome != PublishOutcome.Acknowledged)
        {
            stopped.Add(envelope.StreamId);
            return result;
        }

        lock (_lock)
        {
            _delivered.Add(NameOf(envelope));
        }

        return result;
    }
}
