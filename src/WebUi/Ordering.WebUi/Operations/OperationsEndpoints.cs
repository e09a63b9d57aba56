using CleanCqrs.WebUi.Dashboard;
using CleanCqrs.WebUi.Problems;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Ordering.Application.Orders.AuditOrders;
using Ordering.WebUi.Authentication;

namespace Ordering.WebUi.Operations;

public static class OperationsEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        var operations = endpoints.MapCleanCqrs().RequireAuthorization(Policies.Operator).Api
            .ProducesProblem(ProblemTypes.Unauthenticated.Status)
            .ProducesProblem(ProblemTypes.Forbidden.Status);
        operations.MapGet("/audit", AuditAsync)
            .WithName("AuditOrders")
            .WithSummary("Compares the read model with the write model, order by order.");
        operations.MapRebuilds();
        operations.MapRepairs();
    }

    private static async Task<Ok<AuditAnswer>> AuditAsync(ISender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(AuditAnswer.Of(await sender.Send(new AuditOrdersQuery(), cancellationToken)));
}
