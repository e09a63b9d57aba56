using System.Diagnostics;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Signals;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Applies batches of events to the read model: one transaction per batch, each event once, those of a stream in order. When a batch fails, its events are tried
/// one by one, so that a bad event holds up its own stream only.
/// </summary>
internal sealed class ProjectionRunner(
    Projection projection,
    IProjectionStore store,
    IIntegrationEventSerializer serializer,
    ProjectionFeed feed,
    ProjectionSignals signals,
    IOptions<ProjectionOptions> options,
    TimeProvider timeProvider,
    ILogger<ProjectionRunner> logger)
{
    private readonly ProjectionTelemetry _telemetry = new(projection.Name, timeProvider);

    /// <summary>Handles a delivered batch. It returns when every event is applied, known, parked, or on record as failed.</summary>
    public async Task HandleAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        _telemetry.Received(events.Count);
        var isPlanned = false;
        try
        {
            await ApplyBatchAsync(events, () => isPlanned = true, cancellationToken);
        }
        catch (Exception exception) when (isPlanned && !cancellationToken.IsCancellationRequested)
        {
            // What the plan refused is on record by now: one by one, events that claim the same version could not be told apart any more.
            logger.LogWarning(
                exception, "Projection {Projection} failed with a batch of {Count} events, and tries them one by one", projection.Name, events.Count);
            foreach (var envelope in events)
            {
                await ApplyOneAsync(envelope, cancellationToken);
            }
        }
    }

    /// <summary>Keeps what is no event for a person to look at.</summary>
    public async Task HandleUnreadableAsync(IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return;
        }

        var added = await store.KeepUnreadableAsync(projection.Name, messages, timeProvider.GetUtcNow(), cancellationToken);
        _telemetry.Unreadable(added.Count);
        foreach (var message in added)
        {
            logger.LogError("Projection {Projection} can't read {Position} and keeps it: {Error}", projection.Name, message.Position, message.Error);
        }
    }

    /// <summary>Applies one event in a transaction of its own, and puts a failure on record.</summary>
    /// <exception cref="ConcurrencyConflictException">Another instance has moved the stream on meanwhile.</exception>
    public async Task ApplyOneAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var attempt = new Attempt();
        try
        {
            await ApplyAloneAsync(envelope, attempt, cancellationToken);
        }
        catch (Exception exception) when (exception is not ConcurrencyConflictException && !cancellationToken.IsCancellationRequested)
        {
            await RecordFailureAsync(envelope, attempt, exception, cancellationToken);
        }
    }

    private async Task ApplyBatchAsync(IReadOnlyList<EventEnvelope> events, Action planned, CancellationToken cancellationToken)
    {
        List<StreamPosition> positions = [];
        BatchPlan? committed = null;
        var hasParked = false;
        await store.RunAsync(
            projection.Name,
            async (session, token) =>
            {
                (positions, committed) = ([], null);
                var streams = events.Select(envelope => envelope.StreamId).Distinct().ToList();
                var versions = await session.LoadVersionsAsync(streams, token);
                var held = await session.LoadHeldAsync(streams, token);
                var plan = BatchPlan.Create(events, versions, held);
                await HandleUnreadableAsync(plan.Refuse, token);
                planned();
                if (plan.IsEmpty)
                {
                    return;
                }

                var now = timeProvider.GetUtcNow();
                await ProjectAsync(session, plan.Apply, new Attempt(), token);
                foreach (var envelope in plan.Park)
                {
                    session.Hold(new HeldEvent(envelope, HoldReason.Parked, now, Attempts: 0, RetryAt: null, Error: null));
                }

                foreach (var released in plan.Release)
                {
                    session.Release(released);
                }

                positions = Advance(session, plan.Apply, now);
                await session.CommitAsync(token);
                committed = plan;
                hasParked = plan.Park.Count > 0;
            },
            cancellationToken);
        feed.Publish(projection.Name, positions);
        if (committed is not null)
        {
            _telemetry.Applied(committed.Apply);
            _telemetry.Parked(committed.Park.Count);
        }

        if (hasParked)
        {
            // A retry, or another instance, may have applied the predecessor just now, without having seen what was parked behind it.
            signals.Notify(projection.Name);
        }
    }

    private async Task ApplyAloneAsync(EventEnvelope envelope, Attempt attempt, CancellationToken cancellationToken)
    {
        List<StreamPosition> positions = [];
        var isParked = false;
        await store.RunAsync(
            projection.Name,
            async (session, token) =>
            {
                (positions, isParked) = ([], false);
                var (version, held) = await LoadAsync(session, envelope.StreamId, token);
                var known = held.FirstOrDefault(item => item.Envelope.StreamVersion == envelope.StreamVersion);
                if (await RefuseContestedAsync(envelope, known, token))
                {
                    return;
                }

                var now = timeProvider.GetUtcNow();
                if (known?.Reason == HoldReason.DeadLetter || (known?.Reason == HoldReason.Retrying && known.RetryAt > now))
                {
                    return;
                }

                if (envelope.StreamVersion <= version)
                {
                    if (known is null)
                    {
                        return;
                    }

                    // Another instance has applied it between our failure and its record.
                    session.Release(known);
                }
                else if (envelope.StreamVersion > version + 1)
                {
                    session.Hold(new HeldEvent(envelope, HoldReason.Parked, now, Attempts: 0, RetryAt: null, Error: null));
                    isParked = known is null;
                }
                else
                {
                    attempt.FailedTraceParent = known?.FailedTraceParent;
                    await ProjectAsync(session, [envelope], attempt, token);
                    if (known is not null)
                    {
                        session.Release(known);
                    }

                    // The follower becomes due in the same transaction: a crash after it leaves nothing parked that nobody would come for.
                    if (held.FirstOrDefault(item => item.Envelope.StreamVersion == envelope.StreamVersion + 1) is { Reason: HoldReason.Parked } follower)
                    {
                        session.Hold(follower with { Reason = HoldReason.Retrying, RetryAt = now });
                    }

                    positions = Advance(session, [envelope], now);
                }

                await session.CommitAsync(token);
            },
            cancellationToken);
        feed.Publish(projection.Name, positions);
        signals.Notify(projection.Name);
        _telemetry.Applied(positions.Count > 0 ? [envelope] : []);
        _telemetry.Parked(isParked ? 1 : 0);
    }

    private async Task RecordFailureAsync(EventEnvelope envelope, Attempt attempt, Exception exception, CancellationToken cancellationToken)
    {
        HeldEvent? recorded = null;
        await store.RunAsync(
            projection.Name,
            async (session, token) =>
            {
                recorded = null;
                var (version, held) = await LoadAsync(session, envelope.StreamId, token);
                var known = held.FirstOrDefault(item => item.Envelope.StreamVersion == envelope.StreamVersion);
                if (envelope.StreamVersion <= version || await RefuseContestedAsync(envelope, known, token) || known?.Reason == HoldReason.DeadLetter)
                {
                    return;
                }

                var now = timeProvider.GetUtcNow();
                var attempts = (known?.Attempts ?? 0) + 1;
                var isDead = exception is UndecodableEventException || attempts >= options.Value.MaxAttempts;
                recorded = new HeldEvent(
                    envelope,
                    isDead ? HoldReason.DeadLetter : HoldReason.Retrying,
                    known?.HeldSince ?? now,
                    attempts,
                    isDead ? null : now + options.Value.Retry.DelayAfter(attempts),
                    $"{exception.GetType().Name}: {exception.Message}")
                {
                    FailedTraceParent = attempt.TraceParent ?? known?.FailedTraceParent,
                };
                session.Hold(recorded);
                await session.CommitAsync(token);
            },
            cancellationToken);
        if (recorded is not null)
        {
            _telemetry.Failed(recorded.Reason);
            Report(recorded, exception);
            signals.Notify(projection.Name);
        }
    }

    private async Task<bool> RefuseContestedAsync(EventEnvelope envelope, HeldEvent? known, CancellationToken cancellationToken)
    {
        if (known is null || !ContestedVersion.Is(envelope, known.Envelope.EventId))
        {
            return false;
        }

        await HandleUnreadableAsync([ContestedVersion.ToMessage(envelope, known.Envelope.EventId)], cancellationToken);
        return true;
    }

    private async Task ProjectAsync(
        IProjectionSession session, IReadOnlyList<EventEnvelope> envelopes, Attempt attempt, CancellationToken cancellationToken)
    {
        var events = envelopes.Select(envelope => new ProjectedEvent(envelope, serializer.Deserialize(envelope.EventType, envelope.Payload))).ToList();
        var context = session.Services.GetRequiredService<ProjectionContext>();
        context.Projection = projection;
        if (events.Count > 0)
        {
            foreach (var projector in projection.Projectors.Select(session.Services.GetRequiredService).OfType<IProjectionPrefetch>())
            {
                await projector.PrefetchAsync(events, cancellationToken);
            }
        }

        await session.BeginTransactionAsync(cancellationToken);
        var publisher = session.Services.GetRequiredService<IPublisher>();
        foreach (var (envelope, integrationEvent) in events)
        {
            using var activity = _telemetry.StartAttempt(envelope, attempt.FailedTraceParent);
            attempt.TraceParent = activity?.Id;
            context.Current = envelope;
            try
            {
                await publisher.Publish(integrationEvent, cancellationToken);
            }
            catch (Exception exception)
            {
                activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
                throw;
            }
        }
    }

    private static async Task<(long Version, IReadOnlyList<HeldEvent> Held)> LoadAsync(
        IProjectionSession session, string streamId, CancellationToken cancellationToken)
    {
        var versions = await session.LoadVersionsAsync([streamId], cancellationToken);
        return (versions.GetValueOrDefault(streamId), await session.LoadHeldAsync([streamId], cancellationToken));
    }

    private static List<StreamPosition> Advance(IProjectionSession session, IReadOnlyList<EventEnvelope> applied, DateTimeOffset now)
    {
        var positions = new Dictionary<string, StreamPosition>();
        foreach (var envelope in applied)
        {
            positions[envelope.StreamId] = new StreamPosition(envelope.StreamId, envelope.StreamVersion, now, now);
        }

        foreach (var position in positions.Values)
        {
            session.Advance(position.StreamId, position.Version, now);
        }

        return [.. positions.Values];
    }

    private void Report(HeldEvent held, Exception exception)
    {
        var envelope = held.Envelope;
        if (held.Reason == HoldReason.DeadLetter)
        {
            logger.LogError(
                exception,
                "{EventType} {StreamId}/{StreamVersion}{ReceivedFrom} is a dead letter of projection {Projection} after {Attempts} attempts; "
                    + "its stream waits behind it",
                envelope.EventType, envelope.StreamId, envelope.StreamVersion, Origin(envelope), projection.Name, held.Attempts);
        }
        else
        {
            logger.LogWarning(
                "{EventType} {StreamId}/{StreamVersion} failed in projection {Projection}, attempt {Attempts}, next at {RetryAt:O}: {Error}",
                envelope.EventType, envelope.StreamId, envelope.StreamVersion, projection.Name, held.Attempts, held.RetryAt, held.Error);
        }
    }

    private static string Origin(EventEnvelope envelope) => envelope.ReceivedFrom is { } position ? $" from {position}" : string.Empty;

    /// <summary>What the traces of two attempts at an event need to know of each other.</summary>
    private sealed class Attempt
    {
        public string? FailedTraceParent { get; set; }

        public string? TraceParent { get; set; }
    }
}
