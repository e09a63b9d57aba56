using System.Collections.Concurrent;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Signals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Applies batches of events to the read model: one transaction per batch, each event once, those of a stream in order. When a batch fails,
/// its events are tried one by one, so that a bad event holds up its own stream only. Each attempt loads, plans and executes; only
/// <see cref="BatchPlan"/> decides.
/// </summary>
internal sealed class ProjectionRunner(
    Projection projection,
    IProjectionStore store,
    IIntegrationEventSerializer serializer,
    CommitSignal commits,
    IOptionsMonitor<ProjectionOptions> options,
    TimeProvider timeProvider,
    ILogger<ProjectionRunner> logger)
{
    /// <summary>How often work is repeated because another transaction was faster, before that counts as a failure of its events.</summary>
    private const int MaxRepetitions = 5;

    /// <summary>As many as a relay reads at once: what waits for a turn is applied together up to this.</summary>
    private const int MaxEventsOfTurn = 500;

    private readonly ProjectionTelemetry _telemetry = new(projection.Name, timeProvider, logger);
    private readonly ProjectorInvoker _projectors = new(projection, serializer);
    private readonly Partitions _partitions = new(projection, serializer);
    private readonly TurnTaking _turns = new();
    private readonly ConcurrentDictionary<string, TurnQueue> _queues = [];

    /// <summary>Wakes who retries: what is held has changed.</summary>
    public Signal HeldChanged { get; } = new(timeProvider);

    /// <summary>Handles a delivered batch. It returns when every event is applied, known, parked, or on record as failed.</summary>
    public async Task HandleAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        _telemetry.Received(events.Count);
        await Task.WhenAll(_partitions.Divide(events).Select(part => HandleAsync(part.Turn, part.Events, cancellationToken)));
    }

    /// <summary>Keeps what is no event for a person to look at.</summary>
    public async Task HandleUnreadableAsync(IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return;
        }

        var added = await store.KeepUnreadableAsync(projection.Name, messages, timeProvider.GetUtcNow(), cancellationToken);
        _telemetry.Unreadable(added);
    }

    /// <summary>Applies one event in a transaction of its own, and puts a failure on record.</summary>
    /// <exception cref="ConcurrencyConflictException">Another instance keeps changing what is on record of the event.</exception>
    public async Task ApplyOneAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var attempt = new ProjectionAttempt([envelope]);
        var turn = TurnOf(_partitions.TurnOf(envelope));
        try
        {
            await RepeatOnConflictAsync(
                isFirst => ApplyAsync(attempt, isFirst && !turn.IsRequired ? null : turn, followersInTurn: true, cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = exception is BatchFailedException { InnerException: { } reason } ? reason : exception;
            await RepeatOnConflictAsync(_ => RecordFailureAsync(attempt, failure, cancellationToken));
        }

        HeldChanged.Notify();
    }

    private async Task HandleAsync(string turn, IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        try
        {
            await ApplyBatchAsync(turn, events, cancellationToken);
            _turns.Applied();
        }
        catch (Exception exception) when (
            exception is BatchFailedException or ConcurrencyConflictException && !cancellationToken.IsCancellationRequested)
        {
            // What the plan refused is on record by now: one by one, events that claim the same version could not be told apart any more.
            logger.LogWarning(
                exception.InnerException ?? exception,
                "Projection {Projection} failed with a batch of {Count} events, and tries them one by one",
                projection.Name,
                events.Count);
            foreach (var envelope in events)
            {
                await ApplyOneAsync(envelope, cancellationToken);
            }
        }
    }

    private async Task ApplyBatchAsync(string turn, IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        if (!_partitions.AlwaysTakeTurns && !_turns.IsOn)
        {
            try
            {
                await ApplyAsync(new ProjectionAttempt(events), turn: null, followersInTurn: false, cancellationToken);
                return;
            }
            catch (ConcurrencyConflictException conflict)
            {
                _telemetry.Conflicted(conflict, turnsBegin: _turns.Conflicted());
            }
        }

        await _queues.GetOrAdd(turn, name => new TurnQueue((together, token) => ApplyInTurnAsync(name, together, token), MaxEventsOfTurn))
            .ApplyAsync(events, cancellationToken);
    }

    private Task ApplyInTurnAsync(string turn, IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken) =>
        RepeatOnConflictAsync(_ => ApplyAsync(new ProjectionAttempt(events), TurnOf(turn), followersInTurn: false, cancellationToken));

    private ProjectionTurn TurnOf(string name) => new(name, _partitions.AlwaysTakeTurns);

    /// <summary>Runs work again that another transaction has overtaken: that is no failure of the events.</summary>
    private async Task RepeatOnConflictAsync(Func<bool, Task> work)
    {
        for (var repetitions = 0; ; repetitions++)
        {
            try
            {
                await work(repetitions == 0);
                return;
            }
            catch (ConcurrencyConflictException conflict) when (repetitions < MaxRepetitions)
            {
                _telemetry.Conflicted(conflict, turnsBegin: false);
            }
        }
    }

    private async Task ApplyAsync(
        ProjectionAttempt attempt, ProjectionTurn? turn, bool followersInTurn, CancellationToken cancellationToken)
    {
        IReadOnlyCollection<StreamPosition> positions = [];
        try
        {
            await store.RunAsync(
                projection.Name,
                turn,
                async (session, token) =>
                {
                    (attempt.Plan, positions) = (null, []);
                    attempt.Plan = await PlanAsync(session, attempt.Events, followersInTurn, token);
                    if (!attempt.Plan.IsEmpty)
                    {
                        await _projectors.ApplyAsync(session, attempt.Plan.Apply, attempt, token);
                        positions = await SaveAsync(session, attempt.Plan, token);
                    }
                },
                cancellationToken);
        }
        catch (Exception exception) when (
            exception is not ConcurrencyConflictException && attempt.Plan is not null && !cancellationToken.IsCancellationRequested)
        {
            throw new BatchFailedException(exception);
        }

        if (positions.Count > 0)
        {
            commits.Notify(new ProjectionCommit(projection.Name, positions));
        }

        _telemetry.Applied(attempt.Plan!.Apply);
        _telemetry.Parked(attempt.Plan.Parked);
        if (attempt.Plan.Hold.Count > 0)
        {
            // A retry, or another instance, may have applied the predecessor just now, without having seen what was parked behind it.
            HeldChanged.Notify();
        }
    }

    private async Task RecordFailureAsync(ProjectionAttempt attempt, Exception exception, CancellationToken cancellationToken)
    {
        HeldEvent? failed = null;
        await store.RunAsync(
            projection.Name,
            turn: null,
            async (session, token) =>
            {
                failed = null;
                var plan = await PlanAsync(session, attempt.Events, followersInTurn: true, token);
                if (plan.Apply is [var envelope])
                {
                    var held = plan.FindHeld(envelope);
                    failed = FailedEvent.Hold(envelope, held, exception, options.Get(projection.Name), timeProvider.GetUtcNow()) with
                    {
                        FailedTraceParent = attempt.TraceParent ?? held?.FailedTraceParent,
                    };
                    session.Hold(failed);
                    await session.CommitAsync(token);
                }
                else if (!plan.IsEmpty)
                {
                    // Another instance has changed the stream meanwhile, and the event has no failure of its own any more.
                    await SaveAsync(session, plan, token);
                }
            },
            cancellationToken);
        if (failed is not null)
        {
            _telemetry.Failed(failed, exception);
        }
    }

    private async Task<BatchPlan> PlanAsync(
        IProjectionSession session, IReadOnlyList<EventEnvelope> events, bool followersInTurn, CancellationToken cancellationToken)
    {
        var streams = events.Select(envelope => envelope.StreamId).Distinct().ToList();
        var versions = await session.LoadVersionsAsync(streams, cancellationToken);
        var held = await session.LoadHeldAsync(streams, cancellationToken);
        var plan = BatchPlan.Create(events, versions, held, timeProvider.GetUtcNow(), followersInTurn);
        await HandleUnreadableAsync(plan.Refuse, cancellationToken);
        return plan;
    }

    /// <summary>Saves what the projectors have changed, with the progress, what is held and what is not any more.</summary>
    private async Task<IReadOnlyCollection<StreamPosition>> SaveAsync(
        IProjectionSession session, BatchPlan plan, CancellationToken cancellationToken)
    {
        foreach (var held in plan.Hold)
        {
            session.Hold(held);
        }

        foreach (var released in plan.Release)
        {
            session.Release(released);
        }

        var now = timeProvider.GetUtcNow();
        var positions = plan.Apply.GroupBy(envelope => envelope.StreamId)
            .Select(stream => new StreamPosition(stream.Key, stream.Last().StreamVersion, now, now))
            .ToList();
        foreach (var position in positions)
        {
            session.Advance(position.StreamId, position.Version, now);
        }

        await session.CommitAsync(cancellationToken);
        return positions;
    }
}
