using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Ordering.Application.Orders.GetOrderJourney;
using Ordering.WebUi.Authentication;

namespace Ordering.WebUi.Orders;

public static class GetOrderJourneyEndpoint
{
    public static async Task<Results<Ok<OrderJourney>, ProblemHttpResult>> HandleAsync(
        Guid orderId, HttpContext context, ISender sender, CancellationToken cancellationToken) =>
        await sender.Send(new GetOrderJourneyQuery(context.User.GetMemberId(), orderId), cancellationToken) is { } journey
            ? TypedResults.Ok(journey)
            : OrderingProblems.UnknownOrder.ToResult($"You have no order {orderId}.");
}
