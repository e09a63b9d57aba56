using CleanCqrs.Benchmarks.Replay.Api;

namespace CleanCqrs.Benchmarks.Replay.Checks;

/// <summary>What one member was shown.</summary>
public sealed record MemberOrders(string MemberId, IReadOnlyList<OrderSummary> Orders);
