namespace Ordering.Replay.Sending;

/// <summary>How long commands took as their sender saw it, repeated attempts and pauses included.</summary>
internal sealed record Percentiles(TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Longest)
{
    /// <summary>Nearest rank: the smallest duration that at least p percent do not exceed.</summary>
    public static Percentiles Of(IReadOnlyCollection<TimeSpan> durations)
    {
        var sorted = durations.Order().ToList();
        return new Percentiles(Rank(0.50), Rank(0.95), Rank(0.99), Rank(1));

        TimeSpan Rank(double share) =>
            sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
