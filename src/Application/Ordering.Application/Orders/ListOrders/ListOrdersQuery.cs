using CleanCqrs.Application.Queries;

namespace Ordering.Application.Orders.ListOrders;

public sealed record ListOrdersQuery(
    string MemberId, string? Status = null, DateTimeOffset? From = null, DateTimeOffset? To = null, int Limit = ListOrdersQuery.DefaultLimit, string? Cursor = null)
    : IQuery<OrderPage>
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;
}

public sealed class ListOrdersQueryHandler(IOrderSummaryReader summaries) : IQueryHandler<ListOrdersQuery, OrderPage>
{
    public async Task<OrderPage> Handle(ListOrdersQuery request, CancellationToken cancellationToken)
    {
        var after = OrderCursor.TryParse(request.Cursor, out var cursor) ? cursor : null;
        var filter = new OrderFilter(request.MemberId, request.Status, request.From, request.To);
        var found = await summaries.ListAsync(filter, after, request.Limit + 1, cancellationToken);
        return found.Count <= request.Limit
            ? new OrderPage(found, null)
            : new OrderPage([.. found.Take(request.Limit)], OrderCursor.Of(found[request.Limit - 1]).ToString());
    }
}
