using System.Security.Claims;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Ordering.WebUi.Orders;

namespace Ordering.WebUi.Operations;

/// <summary>Rebuilds of projections, for operators.</summary>
internal static class RebuildEndpoints
{
    public static void MapRebuilds(this RouteGroupBuilder operations)
    {
        var rebuilds = operations.MapGroup("/projections/{name}/rebuild").ProducesProblem(OrderingProblems.RebuildRefused.Status);
        rebuilds.MapGet(string.Empty, ListAsync)
            .WithName("ListGenerations")
            .WithSummary("The generations of a projection: what is being built and how far it is, the current one, and the former one.");
        rebuilds.MapPost(string.Empty, StartAsync)
            .WithName("StartRebuild")
            .WithSummary("Builds the next generation of a projection from history, beside the current one.")
            .ProducesProblem(ProblemTypes.MalformedBody.Status);
        rebuilds.MapDelete(string.Empty, CancelAsync)
            .WithName("CancelRebuild")
            .WithSummary("Gives up the generation that is being built.");
        rebuilds.MapPost("/compare", CompareAsync)
            .WithName("CompareRebuild")
            .WithSummary("Compares the generation that is ready with the current one, row by row.");
        rebuilds.MapPost("/switch", SwitchAsync)
            .WithName("SwitchRebuild")
            .WithSummary("Makes the generation that is ready the current one; by force, although events fail in it alone.");
        rebuilds.MapPost("/rollback", RollBackAsync)
            .WithName("RollBackRebuild")
            .WithSummary("Brings the former generation up to date, and makes it the current one again.");
        rebuilds.MapDelete("/former", ForgetAsync)
            .WithName("ForgetFormerGeneration")
            .WithSummary("Drops the former generation.");
    }

    private static async Task<Ok<List<RebuildAnswer>>> ListAsync(string name, IRebuilds rebuilds, CancellationToken cancellationToken) =>
        TypedResults.Ok((await rebuilds.ListAsync(cancellationToken)).Where(status => status.Generation.Projection == name)
            .Select(RebuildAnswer.Of).ToList());

    private static async Task<Ok<List<RebuildAnswer>>> StartAsync(
        string name, RebuildRequest request, ClaimsPrincipal caller, IRebuilds rebuilds, CancellationToken cancellationToken)
    {
        var options = new RebuildOptions { StartedBy = NameOf(caller), SwitchWhenReady = request.SwitchWhenReady };
        await rebuilds.StartAsync([name], options, cancellationToken);
        return await ListAsync(name, rebuilds, cancellationToken);
    }

    private static async Task<NoContent> CancelAsync(string name, IRebuilds rebuilds, CancellationToken cancellationToken)
    {
        await rebuilds.CancelAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<GenerationComparison>> CompareAsync(
        string name, IRebuilds rebuilds, CancellationToken cancellationToken) =>
        TypedResults.Ok(await rebuilds.CompareAsync(name, options: null, cancellationToken));

    private static async Task<Ok<List<RebuildAnswer>>> SwitchAsync(
        string name, bool? force, IRebuilds rebuilds, CancellationToken cancellationToken)
    {
        await rebuilds.SwitchAsync(name, force ?? false, cancellationToken);
        return await ListAsync(name, rebuilds, cancellationToken);
    }

    private static async Task<Ok<List<RebuildAnswer>>> RollBackAsync(
        string name, ClaimsPrincipal caller, IRebuilds rebuilds, CancellationToken cancellationToken)
    {
        await rebuilds.RollBackAsync(name, NameOf(caller), cancellationToken);
        return await ListAsync(name, rebuilds, cancellationToken);
    }

    private static async Task<NoContent> ForgetAsync(string name, IRebuilds rebuilds, CancellationToken cancellationToken)
    {
        await rebuilds.ForgetFormerAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }

    private static string NameOf(ClaimsPrincipal caller) => caller.Identity?.Name ?? "an operator";
}
