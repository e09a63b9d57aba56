namespace CleanCqrs.Application.Outbox;

/// <summary>The right of one relay instance to publish the streams of some bucket ranges, for some time.</summary>
/// <param name="Owner">The instance.</param>
/// <param name="Ranges">The ranges, each with its fencing epoch; none while others hold them all.</param>
/// <param name="RenewedAt">
/// When the right was last prolonged, as a timestamp of the monotonic clock of this process, taken before the database was asked.
/// </param>
/// <param name="Duration">How long the right lasts from then on.</param>
public sealed record BucketLease(string Owner, IReadOnlyList<LeasedRange> Ranges, long RenewedAt, TimeSpan Duration)
{
    /// <summary>Whether the right outlasts a piece of work, also when this process was stalled since the lease was renewed.</summary>
    /// <param name="work">How long the work may have effects.</param>
    /// <param name="timeProvider">The clock that <see cref="RenewedAt"/> is from.</param>
    /// <returns>Whether it does.</returns>
    public bool Outlasts(TimeSpan work, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        return timeProvider.GetElapsedTime(RenewedAt) < Duration - work;
    }
}
