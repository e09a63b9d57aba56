namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>Problem details (RFC 9457), as far as they tell one refusal from another.</summary>
public sealed record Problem(string? Type = null, string? Title = null);
