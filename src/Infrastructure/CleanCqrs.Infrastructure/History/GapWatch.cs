using CleanCqrs.Application.Projections;

namespace CleanCqrs.Infrastructure.History;

/// <summary>
/// Remembers since when streams lack something, by the monotonic clock of this process: whether the predecessor of an event is only on its
/// way, no stored time has to tell.
/// </summary>
internal sealed class GapWatch(TimeProvider timeProvider)
{
    private readonly Dictionary<string, (long Applied, long Since)> _seen = [];

    /// <summary>Of the streams that lack something now, those that have done so for a while without moving.</summary>
    /// <param name="gaps">The streams.</param>
    /// <param name="patience">How long.</param>
    public List<StreamGap> Stuck(IReadOnlyList<StreamGap> gaps, TimeSpan patience)
    {
        var now = timeProvider.GetTimestamp();
        var gone = _seen.Keys.Except(gaps.Select(gap => gap.StreamId)).ToList();
        gone.ForEach(stream => _seen.Remove(stream));
        var stuck = new List<StreamGap>();
        foreach (var gap in gaps)
        {
            if (!_seen.TryGetValue(gap.StreamId, out var seen) || seen.Applied != gap.AppliedVersion)
            {
                seen = _seen[gap.StreamId] = (gap.AppliedVersion, now);
            }

            if (timeProvider.GetElapsedTime(seen.Since, now) >= patience)
            {
                stuck.Add(gap);
            }
        }

        return stuck;
    }
}
