using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Internals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Outbox;

/// <summary>Takes messages out of the outbox, in order, and gives them to the transport. It has no state that a crash could lose.</summary>
/// <param name="store">The outbox.</param>
/// <param name="leases">Which buckets are ours.</param>
/// <param name="transport">Where messages go.</param>
/// <param name="upcaster">Brings messages of an older version of the program up to the newest.</param>
/// <param name="options">The options.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">The log.</param>
public sealed class OutboxRelay(
    IOutboxStore store,
    IBucketLeases leases,
    IEventTransport transport,
    IEnvelopeUpcaster upcaster,
    IOptions<OutboxRelayOptions> options,
    TimeProvider timeProvider,
    ILogger<OutboxRelay> logger)
{
    private readonly OutboxRelayOptions _options = options.Value;
    private readonly RelayPublisher _publisher = new(transport, upcaster, timeProvider, logger);
    private TransportOutage? _outage;
    private bool _outageLoaded;

    /// <summary>Publishes one batch, if there is one and the transport is not resting after an outage.</summary>
    /// <param name="cancellationToken">Gives the batch up; what is not recorded by then is published again.</param>
    /// <returns>What was done, and when to look again.</returns>
    public async Task<RelayRound> PublishBatchAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (await RestOfOutageAsync(now, cancellationToken) is { } rest)
        {
            return new RelayRound(0, rest, IgnoreSignals: true);
        }

        var lease = await leases.AcquireAsync(cancellationToken);
        var messages = await store.ReadPendingAsync(lease, _options.BatchSize, now, cancellationToken);
        if (messages.Count == 0)
        {
            return new RelayRound(0, _options.PollInterval, IgnoreSignals: false);
        }

        var results = await _publisher.PublishAsync(messages, cancellationToken);
        if (IsOutage(messages, results))
        {
            var delay = await BeginOutageAsync(results[0].Error ?? "unknown", cancellationToken);
            return new RelayRound(0, delay, IgnoreSignals: true);
        }

        await EndOutageAsync(cancellationToken);
        await store.RecordAsync(lease, [.. Outcomes(messages, results)], now, cancellationToken);
        return new RelayRound(messages.Count, TimeSpan.Zero, IgnoreSignals: false);
    }

    /// <summary>Several streams that fail together mean that the transport is away; one that fails alone may be its own trouble, and must not stop the others.</summary>
    private static bool IsOutage(IReadOnlyList<OutboxMessage> messages, IReadOnlyList<PublishResult> results) =>
        results.All(result => result.Outcome == PublishOutcome.Failed)
        && messages.Any(message => message.Envelope.StreamId != messages[0].Envelope.StreamId);

    private async Task<TimeSpan?> RestOfOutageAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!_outageLoaded)
        {
            _outage = await store.FindOutageAsync(cancellationToken);
            _outageLoaded = true;
        }

        return _outage is { } outage && outage.RetryAt > now ? outage.RetryAt - now : null;
    }

    private async Task<TimeSpan> BeginOutageAsync(string error, CancellationToken cancellationToken)
    {
        var attempts = (_outage?.Attempts ?? 0) + 1;
        var delay = _options.Retry.DelayAfter(attempts);
        _outage = new TransportOutage(attempts, timeProvider.GetUtcNow() + delay, error);
        await store.RecordOutageAsync(_outage, cancellationToken);
        logger.LogWarning("The transport takes no messages ({Error}); attempt {Attempts}, next in {Delay}", error, attempts, delay);
        return delay;
    }

    private async Task EndOutageAsync(CancellationToken cancellationToken)
    {
        if (_outage is { } outage)
        {
            await store.RecordOutageAsync(null, cancellationToken);
            _outage = null;
            logger.LogInformation("The transport takes messages again, after {Attempts} failed attempts", outage.Attempts);
        }
    }

    private IEnumerable<OutboxOutcome> Outcomes(IReadOnlyList<OutboxMessage> messages, IReadOnlyList<PublishResult> results)
    {
        var stopped = new HashSet<string>();
        for (var i = 0; i < messages.Count; i++)
        {
            var (message, result) = (messages[i], results[i]);
            if (result.Outcome == PublishOutcome.Acknowledged)
            {
                yield return new OutboxOutcome(message, result, default);
            }
            else if (stopped.Add(message.Envelope.StreamId))
            {
                // Whatever follows in this stream only waits behind this message: it has had no attempt of its own.
                var retryAt = timeProvider.GetUtcNow() + _options.Retry.DelayAfter(message.Attempts + 1);
                Report(message, result);
                yield return new OutboxOutcome(message, result, retryAt);
            }
        }
    }

    private void Report(OutboxMessage message, PublishResult result)
    {
        var level = result.Outcome == PublishOutcome.Rejected ? LogLevel.Error : LogLevel.Warning;
        logger.Log(
            level,
            "{EventType} {StreamId}/{StreamVersion} was not published ({Outcome}): {Error}",
            message.Envelope.EventType,
            message.Envelope.StreamId,
            message.Envelope.StreamVersion,
            result.Outcome,
            result.Error);
    }
}
