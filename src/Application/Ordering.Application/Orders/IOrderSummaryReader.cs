namespace Ordering.Application.Orders;

/// <summary>Reads the read model for queries.</summary>
public interface IOrderSummaryReader
{
    Task<OrderSummary?> FindAsync(string memberId, Guid orderId, CancellationToken cancellationToken);

    /// <summary>Those of the orders that the read model has, whosever they are.</summary>
    Task<IReadOnlyList<OrderSummary>> ListAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken);

    /// <summary>A member's orders, newest first, after a cursor.</summary>
    Task<IReadOnlyList<OrderSummary>> ListAsync(OrderFilter filter, OrderCursor? after, int maxCount, CancellationToken cancellationToken);
}

/// <summary>Which orders of a member to list: <paramref name="From"/> is included, <paramref name="To"/> is not.</summary>
public sealed record OrderFilter(string MemberId, string? Status, DateTimeOffset? From, DateTimeOffset? To);
