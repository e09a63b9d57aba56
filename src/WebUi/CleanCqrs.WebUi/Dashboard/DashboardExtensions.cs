using CleanCqrs.WebUi.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>The dashboard and the operations API of a host.</summary>
public static class DashboardExtensions
{
    /// <summary>
    /// Maps the dashboard and the operations API. It takes <see cref="OperationsExtensions.AddCleanCqrsOperations"/> among the services.
    /// They are closed to all but signed-in users with the role <see cref="CleanCqrsEndpoints.OperatorRole"/>, until the host says who
    /// may use them: call <c>RequireAuthorization</c> or <c>AllowAnonymous</c> on the result.
    /// </summary>
    /// <param name="endpoints">The endpoints of the host, or a group of them.</param>
    /// <param name="dashboard">The path of the pages: <c>/operations</c> by default.</param>
    /// <param name="api">The path of the API: <c>/api/operations</c> by default.</param>
    /// <returns>What was mapped.</returns>
    public static CleanCqrsEndpoints MapCleanCqrs(
        this IEndpointRouteBuilder endpoints, string dashboard = "/operations", string api = "/api/operations")
    {
        var pages = endpoints.MapGroup(dashboard).ExcludeFromDescription()
            .AddEndpointFilter(FormCheck.InvokeAsync)
            .AddEndpointFilter(DatabaseAway.InvokeAsync);
        Get(string.Empty, PipelinePage.Show);
        Get("/pipeline", PipelinePage.Read);
        Get("/dead-letters", DeadLettersPage.ShowAsync);
        Get("/dead-letters/one", OneDeadLetterPage.ShowAsync);
        Post("/dead-letters/redrive", DeadLetterActs.RedriveAsync);
        Post("/dead-letters/redrives", DeadLetterActs.RedriveAllAsync);
        Post("/dead-letters/redrives/cancel", DeadLetterActs.CancelRedrive);
        Get("/dead-letters/discard", DeadLetterActs.AskToDiscardAsync);
        Post("/dead-letters/discard", DeadLetterActs.DiscardAsync);
        Get("/projections", ProjectionsPage.ShowAsync);
        Get("/projections/one", OneProjectionPage.ShowAsync);
        Get("/projections/act", ProjectionActs.Ask);
        Post("/projections/act", ProjectionActs.RunAsync);
        Post("/projections/compare", ProjectionActs.CompareAsync);
        Get("/instances", InstancesPage.ShowAsync);
        Get("/explain", ExplainPage.ShowAsync);
        Get("/actions", ActionsPage.ShowAsync);
        foreach (var asset in new[] { DashboardAssets.Style, DashboardAssets.Script, DashboardAssets.Icon })
        {
            Get(asset.Path, asset.Serve);
        }

        return new CleanCqrsEndpoints(pages, endpoints.MapCleanCqrsOperations(api));

        void Get(string path, Delegate handler) => pages.MapGet(path, handler).WithMetadata(new DashboardPlace(path));

        void Post(string path, Delegate handler) => pages.MapPost(path, handler).WithMetadata(new DashboardPlace(path));
    }
}
