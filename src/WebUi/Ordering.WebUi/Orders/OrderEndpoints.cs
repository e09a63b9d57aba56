using CleanCqrs.WebUi.Commands;
using CleanCqrs.WebUi.Problems;
using CleanCqrs.WebUi.Queries;
using Ordering.Application.Orders.Projections;
using Ordering.WebUi.Authentication;
using Ordering.WebUi.Limits;

namespace Ordering.WebUi.Orders;

public static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder endpoints)
    {
        var orders = endpoints.MapGroup("/api/orders").WithTags("Orders").RequireAuthorization(Policies.Member)
            .ProducesProblem(ProblemTypes.Unauthenticated.Status)
            .ProducesProblem(ProblemTypes.TooManyRequests.Status);

        orders.MapPost("/", CreateOrderEndpoint.HandleAsync)
            .WithName("CreateOrder")
            .WithSummary("Orders a product at the price that the product service says.")
            .ChecksIdempotencyKey()
            .ProducesProblems(400, 413, 415, 422, 503);

        orders.MapPost("/{orderId:guid}/cancel", CancelOrderEndpoint.HandleAsync)
            .WithName("CancelOrder")
            .WithSummary("Cancels an order of the member's own.")
            .ChecksIdempotencyKey()
            .ProducesProblems(400, 404, 409, 413, 415);

        orders.MapGet("/", ListOrdersEndpoint.HandleAsync)
            .WithName("ListOrders")
            .WithSummary("The member's own orders, newest first, page by page.")
            .WaitsForReadModel(OrderSummaryProjector.ProjectionName)
            .LimitsWaitingQueries()
            .ProducesProblems(400, 503);

        orders.MapGet("/{orderId:guid}", GetOrderEndpoint.HandleAsync)
            .WithName(GetOrderEndpoint.Name)
            .WithSummary("An order of the member's own.")
            .WaitsForReadModel(OrderSummaryProjector.ProjectionName)
            .LimitsWaitingQueries()
            .ProducesProblems(400, 404, 503);

        orders.MapGet("/{orderId:guid}/journey", GetOrderJourneyEndpoint.HandleAsync)
            .WithName("GetOrderJourney")
            .WithSummary("What happened to each event of an order on its way into the read model.")
            .WaitsForReadModel(OrderSummaryProjector.ProjectionName)
            .LimitsWaitingQueries()
            .ProducesProblems(400, 404, 503);

        orders.MapGet("/events", OrderEventsEndpoint.Handle)
            .WithName("FollowOrders")
            .WithSummary("Server-sent events: the member's own orders as they change in the read model.")
            .LimitsOpenStreams();
    }

    private static void ProducesProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.ProducesProblem(status);
        }
    }
}
