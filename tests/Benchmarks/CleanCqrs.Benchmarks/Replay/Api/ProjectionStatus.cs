namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>What the host says of one projection.</summary>
public sealed record ProjectionStatus(string Name, long Parked, long Retrying, long DeadLetters, long Streams);
