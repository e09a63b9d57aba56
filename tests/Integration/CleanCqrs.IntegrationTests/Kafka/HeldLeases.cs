using System.Collections.Concurrent;
using CleanCqrs.Application.Outbox;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>Leases of which a test says who has them.</summary>
internal sealed class HeldLeases : IBucketLeases, ILeasedRanges
{
    private readonly ConcurrentDictionary<int, long> _stored = [];

    /// <summary>What the relay believes to have; it learns of changes late.</summary>
    public ConcurrentDictionary<int, long> Remembered { get; } = [];

    public Exception? Failure { get; set; }

    public void Give(string stream, long epoch)
    {
        _stored[Bucket.RangeOf(stream)] = epoch;
        Remembered[Bucket.RangeOf(stream)] = epoch;
    }

    /// <summary>The lease ends, and the relay does not know.</summary>
    public void Expire(string stream) => _stored.TryRemove(Bucket.RangeOf(stream), out _);

    public long? EpochOf(int range) => Remembered.TryGetValue(range, out var epoch) ? epoch : null;

    public Task<bool> IsHeldAsync(LeasedRange range, CancellationToken cancellationToken) => Failure is { } failure
        ? Task.FromException<bool>(failure)
        : Task.FromResult(_stored.TryGetValue(range.Range, out var epoch) && epoch == range.Epoch);

    public Task<BucketLease> AcquireAsync(TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RenewAsync(TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ReleaseAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
