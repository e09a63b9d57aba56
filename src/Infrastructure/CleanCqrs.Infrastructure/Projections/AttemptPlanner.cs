using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Loads what <see cref="BatchPlan"/> needs to decide, and saves what it has decided.</summary>
/// <param name="projection">The projection.</param>
/// <param name="store">Its store.</param>
/// <param name="telemetry">Its reports.</param>
/// <param name="options">Its options as they are now.</param>
/// <param name="maxFollowers">How many events are applied together at most when parked ones follow.</param>
internal sealed class AttemptPlanner(
    Projection projection, IProjectionStore store, ProjectionTelemetry telemetry, Func<ProjectionOptions> options, int maxFollowers)
{
    /// <summary>Keeps what is no event for a person to look at.</summary>
    public async Task KeepUnreadableAsync(IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
        {
            return;
        }

        var added = await store.KeepUnreadableAsync(projection.Name, messages, cancellationToken);
        telemetry.Unreadable(added);
    }

    /// <summary>
    /// Loads what decides about the events of an attempt, and decides. What is refused is kept before anything is applied.
    /// </summary>
    public async Task<BatchPlan> PlanAsync(
        IProjectionSession session, ProjectionAttempt attempt, bool followersInTurn, CancellationToken cancellationToken)
    {
        var events = attempt.Events;
        var streams = events.Select(envelope => envelope.StreamId).Distinct().ToList();
        var progress = await session.LoadProgressAsync(streams, cancellationToken);
        var held = await session.LoadHeldAsync(BatchPlan.PlacesOf(events, progress), cancellationToken);
        var now = await session.GetTimeAsync(cancellationToken);
        var begun = attempt.IsOnRecord ? events[0].EventId : (Guid?)null;
        var plan = BatchPlan.Create(events, progress, held, now, options().Retry, followersInTurn, begun);
        while (plan.NextRun is { } first)
        {
            var left = Math.Max(0, maxFollowers - plan.Apply.Count);
            plan.Follow(await session.LoadParkedRunAsync(first, left + 1, cancellationToken), left);
        }

        await KeepUnreadableAsync(plan.Refuse, cancellationToken);
        return plan;
    }

    /// <summary>Saves what the projectors have changed, with the progress, what is held and what is not any more.</summary>
    public static async Task<IReadOnlyCollection<StreamPosition>> SaveAsync(
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
