using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.History;

/// <summary>Decides what becomes of a stream of which a projection lacks something, from what history holds of it.</summary>
/// <param name="Apply">The events to apply, without a gap from the last applied version on.</param>
/// <param name="PassOver">The events to pass over before that, which were given up and follow the last applied version.</param>
/// <param name="Hole">
/// What keeps the stream from going on after them: it is awaited, or open; <see langword="null"/> when nothing does.
/// </param>
internal sealed record GapPlan(
    IReadOnlyList<EventEnvelope> Apply, IReadOnlyList<DiscardedEvent> PassOver, ProjectionHole? Hole)
{
    /// <param name="gap">The stream.</param>
    /// <param name="history">What history holds of it from the version after the last applied one on.</param>
    /// <param name="isComplete">Whether that is all, and no more would come if more were asked for.</param>
    /// <param name="now">The time.</param>
    public static GapPlan Of(StreamGap gap, IReadOnlyList<HistoricEvent> history, bool isComplete, DateTimeOffset now)
    {
        var apply = new List<EventEnvelope>();
        var passOver = new List<DiscardedEvent>();
        var next = gap.AppliedVersion + 1;
        foreach (var item in history)
        {
            if (next > gap.UntilVersion)
            {
                return new GapPlan(apply, passOver, null);
            }

            if (item.Envelope.StreamVersion > next)
            {
                return new GapPlan(apply, passOver, HoleTo(Math.Min(item.Envelope.StreamVersion - 1, gap.UntilVersion), HoleState.Open));
            }

            if (item.State == HistoryState.Discarded)
            {
                if (apply.Count > 0)
                {
                    // The next look at the stream begins here.
                    return new GapPlan(apply, passOver, null);
                }

                passOver.Add(GivenUp(item));
                next++;
                continue;
            }

            if (item.State != HistoryState.Published)
            {
                return new GapPlan(apply, passOver, HoleTo(gap.UntilVersion, HoleState.Awaited));
            }

            apply.Add(item.Envelope);
            next++;
        }

        return new GapPlan(apply, passOver, isComplete && next <= gap.UntilVersion ? HoleTo(gap.UntilVersion, HoleState.Open) : null);

        ProjectionHole HoleTo(long version, HoleState state) => new(gap.StreamId, next, version, state, now);
    }

    private static DiscardedEvent GivenUp(HistoricEvent item) => new(
        item.Envelope.StreamId,
        item.Envelope.StreamVersion,
        item.Envelope.EventId,
        item.DiscardedBy ?? "somebody",
        item.DiscardReason is { } reason ? $"Discarded before it was published: {reason}" : "Discarded before it was published.");
}
