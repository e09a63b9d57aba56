namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>What the host says of its outbox.</summary>
public sealed record OutboxStatus(long Pending, long DeadLetters, long BlockedStreams, long Published);
