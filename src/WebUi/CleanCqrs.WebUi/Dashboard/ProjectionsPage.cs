using CleanCqrs.Application.Health;
using CleanCqrs.Application.Rebuilds;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>The projections that this host runs or reports on.</summary>
internal static class ProjectionsPage
{
    private static readonly Column[] _columns =
    [
        "Projection", "State", Column.Number("Rate"), Column.Number("Behind by"), Column.Number("Behind for"), Column.Number("Held back"),
        "Generations",
    ];

    public static async Task<Page> ShowAsync(
        HttpContext call,
        [FromServices] IPipelineFigures figures,
        [FromServices] IPipelineHealth health,
        CancellationToken cancellationToken)
    {
        var view = PipelineView.Of(figures.Read(), figures.ListRecent(), health.List());
        var stages = view.Stages.Where(stage => stage.Kind == "projection").ToList();
        var rebuilds = call.RequestServices.GetService<IRebuilds>();
        var generations = rebuilds is null ? [] : await rebuilds.ListAsync(cancellationToken);
        var root = DashboardPlace.RootOf(call);
        return new Page("Projections", stages.Count == 0
            ? Html.Of($"<p>This host runs no projection, and is told of none in Operations:Projections.</p>")
            : Html.Of(
                $"""
                <p class="quiet">From the samples of this process, as of {view.At}.</p>
                {Table.Of("Projections", _columns, stages.Select(stage => RowOf(stage, generations, root)))}
                """));
    }

    private static Row RowOf(Stage stage, IReadOnlyList<RebuildStatus> generations, string root)
    {
        var own = generations.Where(status => status.Generation.Projection == stage.Name)
            .Select(status => $"{status.Generation.Number} ({status.Generation.State})")
            .ToList();
        return new Row(
            Html.Of($"<a href=\"{root}{Address.Of("/projections/one", ("name", stage.Name))}\">{stage.Name}</a>"),
            Html.Of($"<span class=\"state\"><span>{stage.StateText}</span></span>"),
            Figure("Rate"),
            Figure("Depth"),
            Figure("Lag"),
            Figure("Held back"),
            own.Count == 0 ? "never rebuilt" : string.Join(", ", own))
        {
            State = stage.State,
        };

        string Figure(string name) => stage.Figures.First(figure => figure.Name == name).Value;
    }
}
