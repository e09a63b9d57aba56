namespace CleanCqrs.Infrastructure.History;

/// <summary>
/// Remembers how far history reached a while ago, by the monotonic clock of this process. What came later is left to the transport for the
/// moment: the follower would only do the same work beside it.
/// </summary>
internal sealed class RipeHeads(TimeProvider timeProvider)
{
    /// <summary>
    /// Positions are given when events are saved, and may be seen later. How old the last ones are is not known at the beginning.
    /// </summary>
    private const int Margin = 1_000;

    private readonly Queue<(long Seen, IReadOnlyDictionary<string, long> Heads)> _young = [];
    private IReadOnlyDictionary<string, long>? _ripe;

    /// <summary>Up to where to move checkpoints now. At first, the last positions are left out.</summary>
    /// <param name="heads">How far the parts reach now.</param>
    /// <param name="delay">How long to leave events to the transport.</param>
    public IReadOnlyDictionary<string, long> Limits(IReadOnlyDictionary<string, long> heads, TimeSpan delay)
    {
        _ripe ??= heads.ToDictionary(head => head.Key, head => Math.Max(0, head.Value - Margin));
        _young.Enqueue((timeProvider.GetTimestamp(), heads));
        while (_young.TryPeek(out var oldest) && timeProvider.GetElapsedTime(oldest.Seen) >= delay)
        {
            _ripe = _young.Dequeue().Heads;
        }

        // A history that was put back to an older state ends before what was seen of it.
        return heads.ToDictionary(head => head.Key, head => Math.Min(head.Value, _ripe.GetValueOrDefault(head.Key)));
    }
}
