using CleanCqrs.Application.Audit;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CleanCqrs.WebUi.Operations;

internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/audits", List)
            .WithName("ListAudits")
            .WithSummary("How far an audit of the projections is, and what the last ones found.");
        group.MapPost("/audits", Start)
            .WithName("StartAudit")
            .WithSummary("Begins to compare projections with the write model, stream by stream.")
            .ProducesProblem(ProblemTypes.Validation.Status)
            .ProducesProblem(ProblemTypes.RuleBrokenByState.Status);
        group.MapDelete("/audits/running", Cancel)
            .WithName("CancelAudit")
            .WithSummary("Ends the audit that is under way.");
        group.MapPost("/audits/raise", RaiseAsync)
            .WithName("RaiseWriteSide")
            .WithSummary("Lets the write side go on behind what the projections have applied, after its database was put back.")
            .ProducesProblem(ProblemTypes.Validation.Status);
    }

    private static Ok<AuditList> List([FromServices] IAudits audits) => TypedResults.Ok(AuditList.Of(audits.Read()));

    private static Results<Accepted, ProblemHttpResult> Start(AuditRequest request, [FromServices] IAudits audits)
    {
        try
        {
            return audits.Start(request.Projections)
                ? TypedResults.Accepted((string?)null)
                : ProblemTypes.RuleBrokenByState.ToResult("An audit is under way already. Wait for its end, or cancel it.");
        }
        catch (InvalidOperationException refusal)
        {
            return TypedResults.Problem(InvalidRequestProblem.Describe("projections", refusal.Message));
        }
    }

    private static NoContent Cancel([FromServices] IAudits audits)
    {
        audits.Cancel();
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IReadOnlyList<RaisedStream>>, ProblemHttpResult>> RaiseAsync(
        RaiseRequest request, HttpContext call, [FromServices] IAudits audits, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(request.Reason)
            ? TypedResults.Problem(InvalidRequestProblem.Describe("reason", "Say why: it is put on record."))
            : TypedResults.Ok(await audits.RaiseAsync(request.StreamIds, Caller.NameOf(call), request.Reason, cancellationToken));
}
