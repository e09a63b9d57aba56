using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Ordering.Application.Orders.ListOrders;
using Ordering.WebUi.Authentication;

namespace Ordering.WebUi.Orders;

public static class ListOrdersEndpoint
{
    public static async Task<Ok<OrderPage>> HandleAsync(
        string? status,
        DateTimeOffset? from,
        DateTimeOffset? to,
        int? limit,
        string? cursor,
        HttpContext context,
        ISender sender,
        CancellationToken cancellationToken)
    {
        var query = new ListOrdersQuery(context.User.GetMemberId(), status, from, to, limit ?? ListOrdersQuery.DefaultLimit, cursor);
        return TypedResults.Ok(await sender.Send(query, cancellationToken));
    }
}
