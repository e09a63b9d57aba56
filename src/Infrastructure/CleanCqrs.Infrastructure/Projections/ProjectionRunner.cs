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
/// its events are tried apart, so that a bad event holds up its own stream only. Each attempt loads, plans and executes; only
/// <see cref="BatchPlan"/> decides.
/// </summary>
internal sealed class ProjectionRunner : IDisposable
{
    /// <summary>How often work is repeated because another transaction was faster, before that counts as a failure of its events.</summary>
    private const int MaxRepetitions = 5;

    /// <summary>
    /// As many as a relay reads at once: what waits for a turn is applied together up to this, and what is parked is released in such
    /// pages.
    /// </summary>
    private const int MaxEventsOfTurn = 500;

    private readonly Projection _projection;
    private readonly IProjectionStore _store;
    private readonly CommitSignal _commits;
    private readonly Func<ProjectionOptions> _options;
    private readonly ProjectionTelemetry _telemetry;
    private readonly ProjectorInvoker _projectors;
    private readonly AttemptPlanner _planner;
    private readonly AttemptRecord _record;
    private readonly Partitions _partitions;
    private readonly TurnTaking _turns = new();
    private readonly ConcurrentDictionary<string, TurnQueue> _queues = [];

    public ProjectionRunner(
        Projection projection,
        IProjectionStore store,
        IIntegrationEventSerializer serializer,
        CommitSignal commits,
        AbandonedAttempts abandoned,
        IOptionsMonitor<ProjectionOptions> options,
        TimeProvider timeProvider,
        ILogger<ProjectionRunner> logger,
        TaskScheduler? scheduler = null,
        IEventTransport? transport = null)
    {
        (_projection, _store, _commits) = (projection, store, commits);
        _options = () => options.Get(projection.Name);
        _telemetry = new ProjectionTelemetry(
            projection.Name, timeProvider, logger, transport?.MessagingSystem ?? ProjectionTelemetry.InProcess);
        Scheduler = scheduler ?? TaskScheduler.Default;
        _projectors = new ProjectorInvoker(
            projection, serializer, abandoned, _telemetry, _options, timeProvider, scheduler ?? AttemptThreads.Shared);
        _planner = new AttemptPlanner(projection, store, _telemetry, _options, MaxEventsOfTurn);
        _record = new AttemptRecord(projection, store, _planner, _telemetry, _options);
        _partitions = new Partitions(projection, serializer);
        Caution = new Caution(timeProvider);
        HeldChanged = new Signal(timeProvider);
    }

    /// <summary>
    /// Where what is tried side by side runs: the thread pool, unless somebody decides the order of everything. The code of projectors has
    /// threads of its own.
    /// </summary>
    public TaskScheduler Scheduler { get; }

    /// <summary>Whether events are applied one by one.</summary>
    public Caution Caution { get; }

    /// <summary>Wakes who retries: what is held has changed.</summary>
    public Signal HeldChanged { get; }

    /// <summary>Handles a delivered batch. It returns when every event is applied, known, parked, or on record as failed.</summary>
    public Task HandleAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        _telemetry.Received(events);
        return ApplyAsync(events, cancellationToken);
    }

    /// <summary>Applies events that were parked and are due, together with what follows them.</summary>
    public Task ApplyAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken) => events.Count == 0
        ? Task.CompletedTask
        : Task.WhenAll(_partitions.Divide(events).Select(part => HandleAsync(part.Turn, part.Events, cancellationToken)));

    /// <summary>Keeps what is no event for a person to look at.</summary>
    public Task HandleUnreadableAsync(IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken) =>
        _planner.KeepUnreadableAsync(messages, cancellationToken);

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
                await RepeatOnConflictAsync(_ => _record.BeginAsync(attempt, cancellationToken));
            }

            await RepeatOnConflictAsync(
                isFirst => ApplyAsync(attempt, isFirst && !turn.IsRequired ? null : turn, followersInTurn: true, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && attempt.IsOnRecord)
        {
            await RepeatOnConflictAsync(_ => _record.WithdrawAsync(attempt));
            throw;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            hasFailed = true;
            var failure = exception is BatchFailedException { InnerException: { } reason } ? reason : exception;
            await RepeatOnConflictAsync(_ => _record.FailAsync(attempt, failure, cancellationToken));
        }

        HeldChanged.Notify();
        return !hasFailed;
    }

    /// <summary>Tells what is left to tell.</summary>
    public void Dispose() => _telemetry.Dispose();

    private async Task HandleAsync(string turn, IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        if (Caution.IsOn)
        {
            await ApplyApartAsync(TurnOf(turn), events, failure: null, cancellationToken);
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
            // What the plan refused is on record by now: apart, events that claim the same version could not be told from each other.
            _telemetry.BatchFailed(exception.InnerException ?? exception, events.Count);
            await ApplyApartAsync(TurnOf(turn), events, exception as BatchFailedException, cancellationToken);
        }
    }

    /// <summary>
    /// Applies the good events of a batch that failed in as few transactions as may be, and each bad one alone, so that it is a failure of
    /// that event.
    /// </summary>
    /// <param name="turn">The turn that they share.</param>
    /// <param name="events">The events that were delivered.</param>
    /// <param name="failure">How they failed together, if it is known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private async Task ApplyApartAsync(
        ProjectionTurn turn, IReadOnlyList<EventEnvelope> events, BatchFailedException? failure, CancellationToken cancellationToken)
    {
        var parts = new BatchParts(events, failure?.Applied ?? [], failure?.Suspect);
        while (parts.Next(Caution.IsOn ? 1 : int.MaxValue) is { } part)
        {
            if (part is [var alone])
            {
                parts.Tried(alone, hasFailed: !await ApplyOneAsync(alone, isSuspect: false, cancellationToken));
                continue;
            }

            try
            {
                await RepeatOnConflictAsync(isFirst => ApplyAsync(
                    new ProjectionAttempt(part), isFirst && !turn.IsRequired ? null : turn, followersInTurn: true, cancellationToken));
                parts.Applied();
            }
            catch (Exception exception) when (
                exception is BatchFailedException or ConcurrencyConflictException && !cancellationToken.IsCancellationRequested)
            {
                parts.Failed((exception as BatchFailedException)?.Suspect);
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
            await _store.RunAsync(
                _projection.Name,
                turn,
                async (session, token) =>
                {
                    (attempt.Plan, positions) = (null, []);
                    attempt.Begin(_telemetry.Spans());
                    attempt.Plan = await _planner.PlanAsync(session, attempt, followersInTurn, token);
                    if (!attempt.Plan.IsEmpty)
                    {
                        await _projectors.ApplyAsync(session, attempt.Plan.Apply, attempt, token);
                        positions = await AttemptPlanner.SaveAsync(session, attempt.Plan, token);
                    }
                },
                cancellationToken);
            attempt.Spans?.Commit();
        }
        catch (Exception exception)
        {
            var isFailure = exception is not ConcurrencyConflictException && !cancellationToken.IsCancellationRequested;
            attempt.Spans?.RollBack(attempt.Current, isFailure ? exception : null);
            if (isFailure && attempt.Plan is not null)
            {
                throw new BatchFailedException(attempt.Plan.Apply, attempt.Current, exception);
            }

            throw;
        }

        if (positions.Count > 0)
        {
            _commits.Notify(new ProjectionCommit(_projection.Name, positions));
        }

        _telemetry.Applied(attempt.Plan!.Apply);
        _telemetry.Parked(attempt.Plan.Parked);
        _telemetry.Collided(attempt.Plan.Collisions);
        _telemetry.Backlog(attempt.Plan.Backlogs(_options().ParkedWarning));
        if (attempt.Plan.Parked > 0 || attempt.Plan.Change.Count > 0)
        {
            // A retry, or another instance, may have applied the predecessor just now, without having seen what was parked behind it.
            HeldChanged.Notify();
        }
    }
}
