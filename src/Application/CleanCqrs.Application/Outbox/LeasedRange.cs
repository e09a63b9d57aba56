namespace CleanCqrs.Application.Outbox;

/// <summary>A range of buckets in a lease.</summary>
/// <param name="Range">The range: <see cref="Bucket.RangeOf(int)"/>.</param>
/// <param name="Epoch">Grows with every change of owner: what an earlier owner still tries to record is refused.</param>
public sealed record LeasedRange(int Range, long Epoch);
