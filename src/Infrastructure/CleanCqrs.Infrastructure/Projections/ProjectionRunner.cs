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
    AbandonedAttempts abandoned,
    IOptionsMonitor<ProjectionOptions> options,
    TimeProvider timeProvider,
    ILogger<ProjectionRunner> logger)
{
    /// <summary>How often work is repeated because another transaction was faster, before that counts as a failure of its events.</summary>
    private const int MaxRepetitions = 5;

    /// <summary>As many as a relay reads at once: what waits for a turn is applied together up to this.</summary>
    private const int MaxEventsOfTurn = 500;

    private readonly ProjectionTelemetry _telemetry = new(projection.Name, timeProvider, logger);
    private readonly ProjectorInvoker _projectors = new(
        projection,
        serializer,
        abandoned,
        new ProjectionTelemetry(projection.Name, timeProvider, logger),
        () => options.Get(projection.Name),
        timeProvider);

    private readonly Partitions _partitions = new(projection, serializer);
    private readonly TurnTaking _turns = new();
    private readonly ConcurrentDictionary<string, TurnQueue> _queues = [];

    /// <summary>Whether events are applied one by one.</summary>
    public Caution Caution { get; } = new(timeProvider);

    /// <summary>Wakes who retries: what is held has changed.</summary>
    public Signal HeldChanged { get; } = new(timeProvider);

    /// <summary>Handles a delivered batch. It returns when every event is applied, known, parked, or on record as failed.</summary>
    public Task HandleAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        _telemetry.Received(events.Count);
        return ApplyAsync(events, cancellationToken);
    }

    /// <summary>Applies events that were parked and are due, together with what follows them.</summary>
    public Task ApplyAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken) => events.Count == 0
        ? Task.CompletedTask
        : Task.WhenAll(_partitions.Divide(events).Select(part => HandleAsync(part.Turn, part.Events, cancellationToken)));

    /// <summary>Keeps what is no event for a person to look at.</summary>
    public async Task HandleUnreadableAsync(IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return;
        }

        var added = await store.KeepUnreadableAsync(projection.Name, messages, cancellationToken);
        _telemetry.Unreadable(added);
    }

    /// <summary>Applies one event in a transaction of its own, and puts a failure on record.</summary>
    /// <param name="envelope">The event.</param>
    /// <param name="isSuspect">Whether an earlier attempt has ended its process: then this one is on record before it is made.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it has not failed.</returns>
    /// <exception cref="ConcurrencyConflictException">Another instance keeps changing what is on record of the event.</exception>
    public async Task<bool> ApplyOneAsync(EventEnvelope envelope, bool isSuspect, CancellationToken cancellationToken)
    {
        var attempt = new ProjectionAttempt([envelope]);
        var turn = TurnOf(_partitions.TurnOf(envelope));
        var hasFailed = false;
        try
        {
            if (isSuspect || Caution.IsOn)
            {
                Caution.Count();
                await RepeatOnConflictAsync(_ => BeginAsync(attempt, cancellationToken));
            }

            await RepeatOnConflictAsync(
                isFirst => ApplyAsync(attempt, isFirst && !turn.IsRequired ? null : turn, followersInTurn: true, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && attempt.IsOnRecord)
        {
            await WithdrawAsync(attempt);
            throw;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            hasFailed = true;
            var failure = exception is BatchFailedException { InnerException: { } reason } ? reason : exception;
            await RepeatOnConflictAsync(_ => RecordFailureAsync(attempt, failure, cancellationToken));
        }

        HeldChanged.Notify();
        return !hasFailed;
    }

    private async Task HandleAsync(string turn, IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        if (Caution.IsOn)
        {
            await ApplyOneByOneAsync(events, [], cancellationToken);
            return;
        }

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
            await ApplyOneByOneAsync(events, (exception as BatchFailedException)?.Applied ?? [], cancellationToken);
        }
    }

    /// <param name="events">The events that were delivered.</param>
    /// <param name="planned">Those that were to be applied: some of them, and parked ones that follow.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private async Task ApplyOneByOneAsync(
        IReadOnlyList<EventEnvelope> events, IReadOnlyList<EventEnvelope> planned, CancellationToken cancellationToken)
    {
        var delivered = events.Select(envelope => envelope.EventId).ToHashSet();
        var streams = events.Select(envelope => envelope.StreamId).ToHashSet();
        var stopped = new HashSet<string>();
        foreach (var envelope in events.Concat(planned.Where(followed =>
            streams.Contains(followed.StreamId) && !delivered.Contains(followed.EventId))))
        {
            // What is parked stays so behind one that has failed, and needs no look.
            if ((delivered.Contains(envelope.EventId) || !stopped.Contains(envelope.StreamId))
                && !await ApplyOneAsync(envelope, isSuspect: false, cancellationToken))
            {
                stopped.Add(envelope.StreamId);
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
                    attempt.Plan = await PlanAsync(session, attempt, followersInTurn, token);
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
            throw new BatchFailedException(attempt.Plan.Apply, exception);
        }

        if (positions.Count > 0)
        {
            commits.Notify(new ProjectionCommit(projection.Name, positions));
        }

        _telemetry.Applied(attempt.Plan!.Apply);
        _telemetry.Parked(attempt.Plan.Parked);
        _telemetry.Collided(attempt.Plan.Collisions);
        _telemetry.Backlog(attempt.Plan.Backlogs(options.Get(projection.Name).ParkedWarning));
        if (attempt.Plan.Parked > 0 || attempt.Plan.Change.Count > 0)
        {
            // A retry, or another instance, may have applied the predecessor just now, without having seen what was parked behind it.
            HeldChanged.Notify();
        }
    }

    /// <summary>Puts an attempt on record before it is made: should it end the process, the next one knows.</summary>
    private async Task BeginAsync(ProjectionAttempt attempt, CancellationToken cancellationToken)
    {
        await store.RunAsync(
            projection.Name,
            turn: null,
            async (session, token) =>
            {
                (attempt.IsOnRecord, attempt.Before) = (false, null);
                var plan = await PlanAsync(session, attempt, followersInTurn: true, token);
                if (plan.Apply is [var envelope])
                {
                    var held = plan.FindHeld(envelope);
                    session.Hold(FailedEvent.Begin(envelope, held, options.Get(projection.Name), await session.GetTimeAsync(token)));
                    await session.CommitAsync(token);
                    (attempt.IsOnRecord, attempt.Before) = (true, held);
                }
            },
            cancellationToken);
    }

    /// <summary>An attempt that was on record, and was cancelled, has ended in order.</summary>
    private Task WithdrawAsync(ProjectionAttempt attempt) => RepeatOnConflictAsync(_ => store.RunAsync(
        projection.Name,
        turn: null,
        async (session, token) =>
        {
            var envelope = attempt.Events[0];
            if (await session.LoadHeldAsync([new(envelope.StreamId, envelope.StreamVersion)], token) is [var held])
            {
                var now = await session.GetTimeAsync(token);
                session.Change(held with { Reason = HoldReason.Retrying, Attempts = attempt.Before?.Attempts ?? 0, RetryAt = now });
                await session.CommitAsync(token);
            }
        },
        CancellationToken.None));

    private async Task RecordFailureAsync(ProjectionAttempt attempt, Exception exception, CancellationToken cancellationToken)
    {
        HeldEvent? failed = null;
        await store.RunAsync(
            projection.Name,
            turn: null,
            async (session, token) =>
            {
                failed = null;
                var plan = await PlanAsync(session, attempt, followersInTurn: true, token);
                if (plan.Apply is [var envelope])
                {
                    var held = attempt.IsOnRecord ? attempt.Before : plan.FindHeld(envelope);
                    var now = await session.GetTimeAsync(token);
                    failed = FailedEvent.Hold(envelope, held, exception, options.Get(projection.Name), now) with
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
        IProjectionSession session, ProjectionAttempt attempt, bool followersInTurn, CancellationToken cancellationToken)
    {
        var events = attempt.Events;
        var streams = events.Select(envelope => envelope.StreamId).Distinct().ToList();
        var progress = await session.LoadProgressAsync(streams, cancellationToken);
        var held = await session.LoadHeldAsync(BatchPlan.PlacesOf(events, progress), cancellationToken);
        var now = await session.GetTimeAsync(cancellationToken);
        var begun = attempt.IsOnRecord ? events[0].EventId : (Guid?)null;
        var plan = BatchPlan.Create(events, progress, held, now, options.Get(projection.Name).Retry, followersInTurn, begun);
        while (plan.NextRun is { } first)
        {
            var left = Math.Max(0, MaxEventsOfTurn - plan.Apply.Count);
            plan.Follow(await session.LoadParkedRunAsync(first, left + 1, cancellationToken), left);
        }

        await HandleUnreadableAsync(plan.Refuse, cancellationToken);
        return plan;
    }

    /// <summary>Saves what the projectors have changed, with the progress, what is held and what is not any more.</summary>
    private static async Task<IReadOnlyCollection<StreamPosition>> SaveAsync(
        IProjectionSession session, BatchPlan plan, CancellationToken cancellationToken)
    {
        foreach (var held in plan.Hold)
        {
            session.Hold(held);
        }

        foreach (var changed in plan.Change)
        {
            session.Change(changed);
        }

        foreach (var released in plan.Release)
        {
            session.Release(released);
        }

        var now = await session.GetTimeAsync(cancellationToken);
        var last = plan.Apply.GroupBy(envelope => envelope.StreamId, (_, stream) => stream.Last()).ToList();
        foreach (var envelope in last)
        {
            session.Advance(envelope.StreamId, envelope.StreamVersion, envelope.EventId, now);
        }

        await session.CommitAsync(cancellationToken);
        return last.ConvertAll(envelope => new StreamPosition(envelope.StreamId, envelope.StreamVersion, now, now));
    }
}
