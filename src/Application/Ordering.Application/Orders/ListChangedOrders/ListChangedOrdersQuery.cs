using CleanCqrs.Application.Queries;

namespace Ordering.Application.Orders.ListChangedOrders;

/// <summary>Those of some orders that belong to some members, each with its member: one look for everybody who has a page open.</summary>
public sealed record ListChangedOrdersQuery(IReadOnlyCollection<string> MemberIds, IReadOnlyCollection<Guid> OrderIds)
    : IQuery<IReadOnlyList<OrderSummary>>;

public sealed class ListChangedOrdersQueryHandler(IOrderSummaryReader summaries)
    : IQueryHandler<ListChangedOrdersQuery, IReadOnlyList<OrderSummary>>
{
    public Task<IReadOnlyList<OrderSummary>> Handle(ListChangedOrdersQuery request, CancellationToken cancellationToken) =>
        summaries.ListAsync(request.MemberIds, request.OrderIds, cancellationToken);
}
