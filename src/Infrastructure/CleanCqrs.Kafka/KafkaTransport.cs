using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Internals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka;

/// <summary>
/// Carries events through Kafka: CloudEvents 1.0 in binary mode, the stream id as key. The order of a stream holds on the wire, and an offset is stored only after
/// the handler has returned.
/// </summary>
public sealed class KafkaTransport : IEventTransport, IAsyncDisposable, IDisposable
{
    private readonly KafkaOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<KafkaTransport> _logger;
    private readonly IPublisher _publisher;
    private readonly Lock _lock = new();
    private readonly List<KafkaMembership> _memberships = [];

    /// <summary>Creates the transport. It connects when it is used.</summary>
    /// <param name="options">The options.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">The log.</param>
    public KafkaTransport(IOptions<KafkaOptions> options, TimeProvider timeProvider, ILogger<KafkaTransport> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _timeProvider = timeProvider;
        _logger = logger;
        _publisher = _options.Transactions.Enabled
            ? new TransactionalPublisher(_options, timeProvider, logger)
            : new PlainPublisher(_options, timeProvider, logger);
    }

    /// <inheritdoc />
    public bool LeavesProcess => true;

    /// <inheritdoc />
    public TimeSpan DeliveryTimeout => _options.DeliveryTimeout;

    /// <inheritdoc />
    public async Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        cancellationToken.ThrowIfCancellationRequested();
        if (events.Count == 0)
        {
            return [];
        }

        var results = new PublishResult[events.Count];
        await _publisher.PublishAsync(events, results, cancellationToken);
        KafkaTelemetry.CountPublished(events, results);
        return results;
    }

    /// <inheritdoc />
    public Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        cancellationToken.ThrowIfCancellationRequested();
        var membership = new KafkaMembership(subscription, _options, _timeProvider, _logger);
        lock (_lock)
        {
            _memberships.Add(membership);
        }

        return Task.FromResult<IAsyncDisposable>(membership);
    }

    /// <summary>Leaves every group, and closes the producer.</summary>
    /// <returns>A task that ends when everything is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(TakeMemberships().Select(membership => membership.DisposeAsync().AsTask()));
        _publisher.Dispose();
    }

    /// <summary>Leaves every group, and closes the producer, while the caller waits; for containers that are not disposed asynchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Vanishes as a killed process does, for tests.</summary>
    internal void Abandon() => TakeMemberships().ForEach(membership => membership.Abandon());

    private List<KafkaMembership> TakeMemberships()
    {
        lock (_lock)
        {
            List<KafkaMembership> taken = [.. _memberships];
            _memberships.Clear();
            return taken;
        }
    }
}
