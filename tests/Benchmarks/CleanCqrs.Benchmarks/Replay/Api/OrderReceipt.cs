namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>The answer to an accepted command.</summary>
public sealed record OrderReceipt(string OrderId, long Version, string ConsistencyToken);
