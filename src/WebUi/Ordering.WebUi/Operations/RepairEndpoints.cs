using System.Security.Claims;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Repairs;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ordering.WebUi.Orders;

namespace Ordering.WebUi.Operations;

/// <summary>Repairs of what the comparison of a projection with a fresh one has found.</summary>
internal static class RepairEndpoints
{
    public static void MapRepairs(this RouteGroupBuilder operations) =>
        operations.MapPost("/projections/{name}/rebuild/repair", RepairAsync)
            .WithName("RepairProjection")
            .WithSummary("Puts rows right that differ from the generation that is ready: chosen ones, or all with the progress.")
            .ProducesProblem(ProblemTypes.Validation.Status)
            .ProducesProblem(OrderingProblems.RebuildRefused.Status);

    private static async Task<Results<Ok<RepairedRows>, ProblemHttpResult>> RepairAsync(
        string name,
        RepairRequest request,
        ClaimsPrincipal caller,
        [FromServices] IRepairs repairs,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            return ProblemTypes.Validation.ToResult("Say why, in the member reason: the log keeps it.");
        }

        var by = caller.Identity?.Name ?? "an operator";
        return TypedResults.Ok(request.Rows.Count == 0
            ? await repairs.RepairAllAsync(name, by, request.Reason, cancellationToken)
            : await repairs.RepairAsync(name, [.. request.Rows.Select(Describe)], by, request.Reason, cancellationToken));
    }

    private static RowDifference Describe(RowToRepair row) => new(row.Table, row.Key, Column: null, Current: null, Next: null);
}
