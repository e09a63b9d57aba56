namespace Ordering.Replay.Api;

/// <summary>The answer to an accepted command.</summary>
internal sealed record OrderReceipt(string OrderId, long Version, string ConsistencyToken);
