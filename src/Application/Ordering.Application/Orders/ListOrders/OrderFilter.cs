namespace Ordering.Application.Orders.ListOrders;

/// <summary>Which orders of a member to list: <paramref name="From"/> is included, <paramref name="To"/> is not.</summary>
public sealed record OrderFilter(string MemberId, string? Status, DateTimeOffset? From, DateTimeOffset? To);
