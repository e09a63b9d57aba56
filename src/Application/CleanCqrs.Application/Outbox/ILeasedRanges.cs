namespace CleanCqrs.Application.Outbox;

/// <summary>
/// What a transport that fences other relays off needs to know of the leases. An <see cref="IBucketLeases"/> that implements it, too, is
/// asked; it may be asked at any time, also while a lease is acquired or renewed.
/// </summary>
public interface ILeasedRanges
{
    /// <summary>
    /// The epoch in which this instance was last given a range, from memory. A producer that was opened in another epoch may have been
    /// fenced off since.
    /// </summary>
    /// <param name="range">The range: <see cref="Bucket.RangeOf(int)"/>.</param>
    /// <returns>The epoch; <see langword="null"/> when it has not got the range, or has given it up.</returns>
    long? EpochOf(int range);

    /// <summary>Asks the store whether this instance holds a range at this moment, and has held it since an epoch.</summary>
    /// <param name="range">The range, with the epoch in which this instance was given it.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Whether it does; no when the lease has expired, even if nobody has taken the range over yet.</returns>
    Task<bool> IsHeldAsync(LeasedRange range, CancellationToken cancellationToken);
}
