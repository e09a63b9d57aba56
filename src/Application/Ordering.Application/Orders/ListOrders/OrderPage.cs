namespace Ordering.Application.Orders.ListOrders;

public sealed record OrderPage(IReadOnlyList<OrderSummary> Items, string? NextCursor);
