using CleanCqrs.WebUi.Commands;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ordering.Application.Orders.CancelOrder;
using Ordering.WebUi.Authentication;

namespace Ordering.WebUi.Orders;

public sealed record CancelOrderRequest(string? Reason = null);

public static class CancelOrderEndpoint
{
    public static async Task<Results<Ok<OrderAccepted>, ProblemHttpResult>> HandleAsync(
        Guid orderId,
        CancelOrderRequest? request,
        [FromHeader(Name = IdempotencyKey.HeaderName)] string? idempotencyKey,
        HttpContext context,
        ISender sender,
        CancellationToken cancellationToken)
    {
        var command = new CancelOrderCommand(context.User.GetMemberId(), orderId, request?.Reason) { IdempotencyKey = idempotencyKey };
        return await sender.Send(command, cancellationToken) is { } receipt
            ? TypedResults.Ok(OrderAccepted.Answer(receipt, context.Response))
            : OrderingProblems.UnknownOrder.ToResult($"You have no order {orderId}.");
    }
}
