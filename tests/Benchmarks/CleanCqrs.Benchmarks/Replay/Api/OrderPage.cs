namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>One page of a member's orders.</summary>
public sealed record OrderPage(IReadOnlyList<OrderSummary> Items, string? NextCursor);
