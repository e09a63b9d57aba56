using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Infrastructure.Outbox;

/// <summary>Gives a single relay instance every bucket, for ever.</summary>
internal sealed class AllBuckets : IBucketLeases
{
    private static readonly BucketLease _lease = new(Environment.MachineName, Epoch: 1, DateTimeOffset.MaxValue, Buckets: null);

    public Task<BucketLease> AcquireAsync(CancellationToken cancellationToken) => Task.FromResult(_lease);
}
