using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>
/// The right to publish a bucket range, as the leases of the outbox have it. Without leases, or when it is not the relay that publishes,
/// everything is allowed.
/// </summary>
internal sealed class RangeLease(int range, ILeasedRanges? leases)
{
    /// <summary>The epoch of the lease; <see langword="null"/> when nothing is leased.</summary>
    public long? Epoch => leases?.EpochOf(range);

    /// <summary>Whether the range is still leased to this relay in an epoch; it is asked of the store.</summary>
    /// <exception cref="LeaseUnknownException">The store does not answer.</exception>
    public async Task<bool> IsHeldAsync(long? epoch, CancellationToken cancellationToken)
    {
        try
        {
            return leases is null
                || epoch is null
                || await leases.IsHeldAsync(new LeasedRange(range, epoch.Value), cancellationToken);
        }
        catch (Exception exception)
        {
            throw new LeaseUnknownException(exception);
        }
    }
}
