using CleanCqrs.Application.Projections;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// What is on record of attempts at single events: that one has failed, or, after a process has ended uncleanly, that one was begun.
/// </summary>
internal sealed class AttemptRecord(
    Projection projection,
    IProjectionStore store,
    AttemptPlanner planner,
    ProjectionTelemetry telemetry,
    Func<ProjectionOptions> options)
{
    /// <summary>Puts an attempt on record before it is made: should it end the process, the next one knows.</summary>
    public async Task BeginAsync(ProjectionAttempt attempt, CancellationToken cancellationToken)
    {
        await store.RunAsync(
            projection.Name,
            turn: null,
            async (session, token) =>
            {
                (attempt.IsOnRecord, attempt.Before) = (false, null);
                var plan = await planner.PlanAsync(session, attempt, followersInTurn: true, token);
                if (plan.Apply is [var envelope])
                {
                    var held = plan.FindHeld(envelope);
                    session.Hold(FailedEvent.Begin(envelope, held, options(), await session.GetTimeAsync(token)));
                    await session.CommitAsync(token);
                    (attempt.IsOnRecord, attempt.Before) = (true, held);
                }
            },
            cancellationToken);
    }

    /// <summary>An attempt that was on record, and was cancelled, has ended in order.</summary>
    public Task WithdrawAsync(ProjectionAttempt attempt) => store.RunAsync(
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
        CancellationToken.None);

    /// <summary>Puts the failure of an attempt at one event on record, unless another instance has applied the event meanwhile.</summary>
    public async Task FailAsync(ProjectionAttempt attempt, Exception exception, CancellationToken cancellationToken)
    {
        HeldEvent? failed = null;
        await store.RunAsync(
            projection.Name,
            turn: null,
            async (session, token) =>
            {
                failed = null;
                var plan = await planner.PlanAsync(session, attempt, followersInTurn: true, token);
                if (plan.Apply is [var envelope])
                {
                    var held = attempt.IsOnRecord ? attempt.Before : plan.FindHeld(envelope);
                    failed = FailedEvent.Hold(envelope, held, exception, options(), await session.GetTimeAsync(token)) with
                    {
                        FailedTraceParent = attempt.TraceParent ?? held?.FailedTraceParent,
                    };
                    session.Hold(failed);
                    await session.CommitAsync(token);
                }
                else if (!plan.IsEmpty)
                {
                    // Another instance has changed the stream meanwhile, and the event has no failure of its own any more.
                    await AttemptPlanner.SaveAsync(session, plan, token);
                }
            },
            cancellationToken);
        if (failed is not null)
        {
            telemetry.Failed(failed, exception);
        }
    }
}
