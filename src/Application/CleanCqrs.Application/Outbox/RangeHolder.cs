namespace CleanCqrs.Application.Outbox;

/// <summary>Who publishes the streams of a bucket range.</summary>
/// <param name="Range">The range: <see cref="Bucket.RangeOf(int)"/>.</param>
/// <param name="Relay">The relay instance, or <see langword="null"/> when none does.</param>
/// <param name="Epoch">How often the range has changed hands.</param>
public sealed record RangeHolder(int Range, string? Relay, long Epoch);
