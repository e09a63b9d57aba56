using System.Collections.Concurrent;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Consuming;
using CleanCqrs.Kafka.Diagnostics;
using CleanCqrs.Kafka.Messages;
using CleanCqrs.Kafka.Publishing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka;

/// <summary>
/// Carries events through Kafka: CloudEvents 1.0 in binary mode, the stream id as key. The order of a stream holds on the wire, and an
/// offset is stored only after the handler has returned. It connects when it is used.
/// </summary>
internal sealed class KafkaTransport : IEventTransport, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(5);

    private readonly KafkaClients _clients;
    private readonly KafkaOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<KafkaTransport> _logger;
    private readonly WireNames _names;
    private readonly ForeignEvents _foreign;
    private readonly IPublisher _publisher;
    private readonly ConcurrentBag<GroupMember> _members = [];

    public KafkaTransport(
        KafkaClients clients,
        IOptions<KafkaOptions> options,
        TimeProvider timeProvider,
        ILogger<KafkaTransport> logger,
        IBucketLeases? leases = null,
        ForeignEvents? foreign = null)
    {
        _clients = clients;
        _options = options.Value;
        _names = new WireNames(_options);
        _foreign = foreign ?? new ForeignEvents();
        _timeProvider = timeProvider;
        _logger = logger;
        _publisher = string.IsNullOrEmpty(_options.TransactionalIdPrefix)
            ? new PlainPublisher(clients, _options, timeProvider, logger)
            : new TransactionalPublisher(clients, _options, leases as ILeasedRanges, timeProvider, logger);
    }

    /// <summary>Tests take smaller ones.</summary>
    public ConsumerLimits Limits { get; init; } = new();

    public bool LeavesProcess => true;

    public string MessagingSystem => Attributes.Kafka;

    public TimeSpan DeliveryTimeout => _options.DeliveryTimeout;

    public async Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (events.Count == 0)
        {
            return [];
        }

        var results = new PublishResult[events.Count];
        await _publisher.PublishAsync(events, results, cancellationToken);
        KafkaMetrics.CountPublished(events, results, _names);
        return results;
    }

    public Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var member = new GroupMember(OnTheWire(subscription), _clients, _options, Limits, _foreign, _timeProvider, _logger);
        _members.Add(member);
        return Task.FromResult<IAsyncDisposable>(member);
    }

    /// <summary>
    /// Leaves every group, and closes the producers. Whoever stops the host has waited for the handlers already: one that still does not
    /// end must not keep the process from ending.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await LeaveAsync().WaitAsync(_farewell);
        }
        catch (TimeoutException)
        {
            _logger.HandlersDoNotEnd();
            Abandon();
            await LeaveAsync();
        }

        _publisher.Dispose();
    }

    /// <summary>The same while the caller waits, for containers that are not disposed of asynchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private Task LeaveAsync() => Task.WhenAll(_members.Select(member => member.DisposeAsync().AsTask()));

    private TransportSubscription OnTheWire(TransportSubscription subscription) => subscription with
    {
        Group = _names.GroupOf(subscription.Group),
        Topics = [.. subscription.Topics.Select(_names.TopicOf)],
    };

    /// <summary>Vanishes as a killed process does.</summary>
    internal void Abandon()
    {
        foreach (var member in _members)
        {
            member.Abandon();
        }
    }
}
