using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.IntegrationEvents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>Takes messages out of the outbox, in order, and gives them to the transport. It has no state that a crash could lose.</summary>
internal sealed class OutboxRelay(
    IOutboxStore store,
    IBucketLeases leases,
    IEventTransport transport,
    EnvelopeUpcaster upcaster,
    IOptions<OutboxRelayOptions> options,
    TimeProvider timeProvider,
    ILogger<OutboxRelay> logger) : IDisposable
{
    private const int RenewalsPerLease = 6;
    private const int MarginsPerLease = 10;
    private static readonly TimeSpan _longestDeferral = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _firstPoll = TimeSpan.FromMilliseconds(50);

    private readonly OutboxRelayOptions _options = options.Value;

    private readonly SparseLog _failed = new(timeProvider, count => logger.MoreNotPublished(count));

    private readonly SparseLog _refused = new(timeProvider, count => logger.MoreRefused(count));

    private readonly FailureRun _away = new(timeProvider);
    private readonly RelayPublisher _publisher = new(transport, upcaster, timeProvider, logger);
    private readonly TimeSpan _publication = transport.DeliveryTimeout + (options.Value.Lease / MarginsPerLease);
    private readonly RelayStages _stages = new(store, options.Value);
    private BucketLease? _lease;
    private long _acquiredAt;
    private TransportOutage? _outage;
    private long _outageSeenAt;
    private TimeSpan _poll = options.Value.PollInterval;
    private bool _abandoned;

    /// <summary>
    /// How often the leases are looked at, and prolonged: a relay that waits longer than that between two rounds may lose its ranges.
    /// </summary>
    public TimeSpan LeaseInterval => _options.Lease / RenewalsPerLease;

    /// <summary>Publishes one batch, if there is one and the transport is not resting after an outage.</summary>
    public async Task<RelayRound> PublishBatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PublishNextAsync(cancellationToken);
        }
        catch
        {
            await _stages.ForgetAheadAsync();
            throw;
        }
    }

    /// <summary>Gives the leases up, so that other instances take over at once. Call it when no more batches follow.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _lease = null;
        await RecordLastAsync();
        if (_abandoned && transport.LeavesProcess)
        {
            logger.BatchGivenUp(_options.Lease);
            return;
        }

        await leases.ReleaseAsync(cancellationToken);
    }

    /// <summary>Tells what is left to tell.</summary>
    public void Dispose()
    {
        _failed.Dispose();
        _refused.Dispose();
    }

    private async Task<RelayRound> PublishNextAsync(CancellationToken cancellationToken)
    {
        var lease = await KeepLeaseAsync(cancellationToken);
        var rest = RestOfOutage();
        if (rest > TimeSpan.Zero || lease.Ranges.Count == 0)
        {
            await _stages.ForgetAheadAsync();
            await _stages.SettleAsync();
            return new RelayRound(0, rest > TimeSpan.Zero ? rest : _options.PollInterval, IgnoreSignals: true);
        }

        var messages = await _stages.NextAsync(lease, cancellationToken);
        if (messages.Count == 0)
        {
            return new RelayRound(0, NextPoll(), IgnoreSignals: false);
        }

        if (!lease.Outlasts(_publication, timeProvider))
        {
            logger.RelayWasStalled();
            return await PublishNextAsync(cancellationToken);
        }

        _poll = _firstPoll;
        _stages.ReadAhead(lease, messages, cancellationToken);
        var results = await PublishAsync(messages, cancellationToken);
        await _stages.SettleAsync();
        if (results.Contains(PublishResult.TakenOver))
        {
            await _stages.ForgetAheadAsync();
            return await GiveWayAsync(lease, messages, results, cancellationToken);
        }

        if (IsOutage(messages, results))
        {
            await _stages.ForgetAheadAsync();
            var delay = await BeginOutageAsync(results[0].Error ?? "unknown", cancellationToken);
            return new RelayRound(0, delay, IgnoreSignals: true);
        }

        await EndOutageAsync(cancellationToken);
        await _stages.RecordAsync(messages, results, RecordAsync(lease, [.. Outcomes(messages, results)], cancellationToken));
        return new RelayRound(messages.Count, TimeSpan.Zero, IgnoreSignals: false);
    }

    private async Task RecordLastAsync()
    {
        try
        {
            await _stages.SettleAsync();
        }
        catch (Exception exception)
        {
            logger.LastNotRecorded(exception.Message);
        }
    }

    /// <summary>
    /// Several streams that fail together mean that the transport is away; one that fails alone may be its own trouble, and must not stop
    /// the others.
    /// </summary>
    private static bool IsOutage(IReadOnlyList<OutboxMessage> messages, IReadOnlyList<PublishResult> results) =>
        results.All(result => result.Outcome == PublishOutcome.Failed)
        && messages.Any(message => message.Envelope.StreamId != messages[0].Envelope.StreamId);

    /// <summary>
    /// The transport says that another instance publishes some of the messages by now: neither they nor the transport have failed, and the
    /// lease is asked for again.
    /// </summary>
    private async Task<RelayRound> GiveWayAsync(
        BucketLease lease,
        IReadOnlyList<OutboxMessage> messages,
        IReadOnlyList<PublishResult> results,
        CancellationToken cancellationToken)
    {
        _lease = null;
        var taken = messages.Zip(results)
            .Where(pair => pair.Second == PublishResult.TakenOver)
            .Select(pair => Bucket.RangeOf(pair.First.Envelope.StreamId));
        logger.TakenOverBefore(string.Join(", ", taken.Distinct().Order()));
        if (results.Any(result => result.Outcome == PublishOutcome.Acknowledged))
        {
            await EndOutageAsync(cancellationToken);
        }

        List<OutboxOutcome> outcomes = [.. Outcomes(messages, results)];
        if (outcomes.Count > 0)
        {
            await RecordAsync(lease, outcomes, cancellationToken);
        }

        return new RelayRound(outcomes.Count, TimeSpan.Zero, IgnoreSignals: false);
    }

    /// <summary>
    /// Asks for the lease when it is time to, or when it would not outlast a publication; and then also for what others have seen of the
    /// transport.
    /// </summary>
    private async Task<BucketLease> KeepLeaseAsync(CancellationToken cancellationToken)
    {
        if (_lease is { } current
            && timeProvider.GetElapsedTime(_acquiredAt) < LeaseInterval
            && current.Outlasts(_publication, timeProvider))
        {
            return current;
        }

        _lease = null;
        var acquiredAt = timeProvider.GetTimestamp();
        var lease = await leases.AcquireAsync(_options.Lease, cancellationToken);
        See(await store.FindOutageAsync(cancellationToken));
        (_lease, _acquiredAt) = (lease, acquiredAt);
        return lease;
    }

    private void See(TransportOutage? outage) => (_outage, _outageSeenAt) = (outage, timeProvider.GetTimestamp());

    /// <summary>How long the transport rests still; the clock that counts from here on can't be set.</summary>
    private TimeSpan RestOfOutage() =>
        _outage is { } outage && _options.Retry.Waits(outage.RetryAfter)
            ? outage.RetryAfter - timeProvider.GetElapsedTime(_outageSeenAt)
            : TimeSpan.Zero;

    /// <summary>
    /// Other processes can't wake this relay: after work it looks again soon, and less and less often while there is none.
    /// </summary>
    private TimeSpan NextPoll()
    {
        var poll = _poll < _options.PollInterval ? _poll : _options.PollInterval;
        _poll = poll * 2;
        return poll;
    }

    private async Task<IReadOnlyList<PublishResult>> PublishAsync(
        IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            var publishing = _publisher.PublishAsync(messages, cancellationToken);
            await RenewWhileAsync(publishing, cancellationToken);
            return await publishing;
        }
        catch
        {
            _abandoned = true;
            throw;
        }
    }

    private async Task RenewWhileAsync(Task publishing, CancellationToken cancellationToken)
    {
        // The pause needs no other end: whoever is told to stop waits for the publication all the same. And what waits for a delay that is
        // cancelled goes on somewhere else, at any time.
        using var done = new CancellationTokenSource();
        while (!publishing.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAny(publishing, Task.Delay(LeaseInterval, timeProvider, done.Token));
            if (!publishing.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                await RenewAsync(cancellationToken);
            }
        }

        done.Cancel();
    }

    /// <summary>
    /// What is being published is not given up because the database is away: the store decides later whether the lease was lost.
    /// </summary>
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            await leases.RenewAsync(_options.Lease, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LeasesNotRenewed(exception.Message);
        }
    }

    private async Task RecordAsync(
        BucketLease lease, IReadOnlyCollection<OutboxOutcome> outcomes, CancellationToken cancellationToken)
    {
        var lost = await store.RecordAsync(lease, outcomes, cancellationToken);
        if (lost.Count > 0)
        {
            _lease = null;
            logger.TakenOverDuring(string.Join(", ", lost));
        }
    }

    private async Task<TimeSpan> BeginOutageAsync(string error, CancellationToken cancellationToken)
    {
        See(await store.FindOutageAsync(cancellationToken));
        if (RestOfOutage() is var rest && rest > TimeSpan.Zero)
        {
            // Another instance has met the same outage first. Counting it twice would double the pause.
            return rest;
        }

        var attempts = (_outage?.Attempts ?? 0) + 1;
        var delay = _options.Retry.DelayAfter(attempts);
        See(new TransportOutage(attempts, delay, error));
        await store.RecordOutageAsync(_outage, cancellationToken);
        if (_away.Fail(out _))
        {
            logger.TransportAway(error, attempts, delay);
        }

        return delay;
    }

    private async Task EndOutageAsync(CancellationToken cancellationToken)
    {
        if (_outage is { } outage)
        {
            await store.RecordOutageAsync(null, cancellationToken);
            _outage = null;
            _away.Succeed(out _);
            logger.TransportBack(outage.Attempts);
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
            else if (stopped.Add(message.Envelope.StreamId) && result != PublishResult.TakenOver)
            {
                // Whatever follows in this stream only waits behind this message: it has had no attempt of its own.
                var delay = _options.Retry.DelayAfter(message.Attempts + 1);
                if (result.Outcome == PublishOutcome.Deferred)
                {
                    delay = delay < _longestDeferral ? delay : _longestDeferral;
                }
                else
                {
                    Report(message, result);
                }

                yield return new OutboxOutcome(message, result, delay);
            }
        }
    }

    private void Report(OutboxMessage message, PublishResult result)
    {
        var isRefused = result.Outcome == PublishOutcome.Rejected;
        var level = isRefused ? LogLevel.Error : LogLevel.Warning;
        if (!logger.IsEnabled(level) || !(isRefused ? _refused : _failed).Allows())
        {
            return;
        }

        logger.NotPublished(
            level, message.Envelope.EventType, message.Envelope.StreamId, message.Envelope.StreamVersion, result.Outcome, result.Error);
    }
}
