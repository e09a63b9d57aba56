using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Ordering.Application.Orders;
using Ordering.Application.Orders.GetOrder;
using Ordering.WebUi.Authentication;

namespace Ordering.WebUi.Orders;

public static class GetOrderEndpoint
{
    public const string Name = "GetOrder";

    public static async Task<Results<Ok<OrderSummary>, StatusCodeHttpResult, ProblemHttpResult>> HandleAsync(
        Guid orderId, HttpContext context, ISender sender, CancellationToken cancellationToken)
    {
        var summary = await sender.Send(new GetOrderQuery(context.User.GetMemberId(), orderId), cancellationToken);
        if (summary is null)
        {
            return OrderingProblems.UnknownOrder.ToResult($"You have no order {orderId}.");
        }

        // The details of the product arrive without a new version of the order: until then there is no tag that could stand for what is
        // here.
        if (!summary.ProductDetailsPending)
        {
            var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{summary.Version}\""));
            var headers = context.Response.GetTypedHeaders();
            headers.ETag = tag;
            headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
            if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => IsMatch(known, tag)))
            {
                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
            }
        }

        return TypedResults.Ok(summary);
    }

    private static bool IsMatch(EntityTagHeaderValue known, EntityTagHeaderValue tag) =>
        known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false);
}
