namespace CleanCqrs.Infrastructure.Health;

/// <param name="Kind">What has gone wrong, in words that anybody may read.</param>
/// <param name="Detail">What the database or the broker said.</param>
/// <param name="For">For how long.</param>
/// <param name="Refusal">Why a write was refused, where the database has said so.</param>
internal sealed record SampleFailure(string Kind, string Detail, TimeSpan For, string? Refusal = null);
