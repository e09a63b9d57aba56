using CleanCqrs.Application.Queries;

namespace Ordering.Application.Orders.GetOrder;

/// <summary>A member's own order, or <see langword="null"/>.</summary>
public sealed record GetOrderQuery(string MemberId, Guid OrderId) : IQuery<OrderSummary?>;

public sealed class GetOrderQueryHandler(IOrderSummaryReader summaries) : IQueryHandler<GetOrderQuery, OrderSummary?>
{
    public Task<OrderSummary?> Handle(GetOrderQuery request, CancellationToken cancellationToken) =>
        summaries.FindAsync(request.MemberId, request.OrderId, cancellationToken);
}
