using Ordering.Replay.Api;

namespace Ordering.Replay.Checks;

/// <summary>What one member was shown.</summary>
internal sealed record MemberOrders(string MemberId, IReadOnlyList<OrderSummary> Orders);
