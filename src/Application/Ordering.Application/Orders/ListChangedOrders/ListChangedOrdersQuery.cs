using CleanCqrs.Application.Queries;

namespace Ordering.Application.Orders.ListChangedOrders;

/// <summary>Some orders, each with its member, whom alone it is for: one look for everybody who has a page open.</summary>
public sealed record ListChangedOrdersQuery(IReadOnlyCollection<Guid> OrderIds) : IQuery<IReadOnlyList<OrderSummary>>;

public sealed class ListChangedOrdersQueryHandler(IOrderSummaryReader summaries)
    : IQueryHandler<ListChangedOrdersQuery, IReadOnlyList<OrderSummary>>
{
    public Task<IReadOnlyList<OrderSummary>> Handle(ListChangedOrdersQuery request, CancellationToken cancellationToken) =>
        summaries.ListAsync(request.OrderIds, cancellationToken);
}
