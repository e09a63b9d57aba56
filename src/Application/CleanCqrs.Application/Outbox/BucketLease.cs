namespace CleanCqrs.Application.Outbox;

/// <summary>The right of one relay instance to publish the streams of some buckets, for some time.</summary>
/// <param name="Owner">The instance.</param>
/// <param name="Epoch">Grows with every change of owner: what an earlier owner still tries to record is refused.</param>
/// <param name="ExpiresAt">When the right ends unless it is renewed.</param>
/// <param name="Buckets">The buckets, or <see langword="null"/> for all of them.</param>
public sealed record BucketLease(string Owner, long Epoch, DateTimeOffset ExpiresAt, IReadOnlyCollection<int>? Buckets);
