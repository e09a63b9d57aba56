namespace CleanCqrs.Application.Outbox;

/// <summary>The share of the outbox that a stream falls into: the unit in which relay instances divide their work.</summary>
public static class Bucket
{
    /// <summary>The number of buckets. It is stored with every message, so it never changes.</summary>
    public const int Count = 64;

    /// <summary>The number of ranges into which the buckets are bound: what a relay instance leases.</summary>
    public const int RangeCount = 8;

    /// <summary>The number of buckets in a range.</summary>
    public const int RangeSize = Count / RangeCount;

    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>
    /// The bucket of a stream: FNV-1a (32 bit, over UTF-16 code units) modulo <see cref="Count"/>, the same in every process and version.
    /// </summary>
    /// <param name="streamId">The stream.</param>
    /// <returns>A number from 0 to <see cref="Count"/> - 1.</returns>
    public static int Of(string streamId)
    {
        ArgumentNullException.ThrowIfNull(streamId);
        var hash = OffsetBasis;
        foreach (var unit in streamId)
        {
            hash = (hash ^ unit) * Prime;
        }

        return (int)(hash % Count);
    }

    /// <summary>The range that a bucket is in.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <returns>A number from 0 to <see cref="RangeCount"/> - 1.</returns>
    public static int RangeOf(int bucket) => bucket / RangeSize;

    /// <summary>The range that the bucket of a stream is in.</summary>
    /// <param name="streamId">The stream.</param>
    /// <returns>A number from 0 to <see cref="RangeCount"/> - 1.</returns>
    public static int RangeOf(string streamId) => RangeOf(Of(streamId));
}
