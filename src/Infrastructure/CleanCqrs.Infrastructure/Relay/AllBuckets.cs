using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>Gives a single relay instance every bucket, for ever: for a store that knows no leases.</summary>
internal sealed class AllBuckets : IBucketLeases, ILeasedRanges
{
    private static readonly BucketLease _lease = new(
        Environment.MachineName,
        [.. Enumerable.Range(0, Bucket.RangeCount).Select(range => new LeasedRange(range, Epoch: 1))],
        RenewedAt: 0,
        TimeSpan.MaxValue);

    public Task<BucketLease> AcquireAsync(TimeSpan duration, CancellationToken cancellationToken) => Task.FromResult(_lease);

    public Task RenewAsync(TimeSpan duration, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ReleaseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public long? EpochOf(int range) => 1;

    public Task<bool> IsHeldAsync(LeasedRange range, CancellationToken cancellationToken) => Task.FromResult(true);
}
