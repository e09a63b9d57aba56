using CleanCqrs.WebUi.Commands;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ordering.Application.Orders.CreateOrder;
using Ordering.WebUi.Authentication;

namespace Ordering.WebUi.Orders;

public sealed record CreateOrderRequest(string ProductId, int Quantity);

public static class CreateOrderEndpoint
{
    public static async Task<Created<OrderAccepted>> HandleAsync(
        CreateOrderRequest request,
        [FromHeader(Name = IdempotencyKey.HeaderName)] string? idempotencyKey,
        HttpContext context,
        ISender sender,
        CancellationToken cancellationToken)
    {
        var command = new CreateOrderCommand(context.User.GetMemberId(), request.ProductId, request.Quantity)
        {
            IdempotencyKey = idempotencyKey,
        };
        var receipt = await sender.Send(command, cancellationToken);
        return TypedResults.Created($"/api/orders/{receipt.OrderId}", OrderAccepted.Answer(receipt, context.Response));
    }
}
