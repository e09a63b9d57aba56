using System.Text.Json;
using CleanCqrs.Application.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>The pipeline as a picture.</summary>
internal static class PipelinePage
{
    private static readonly (string Kind, string Name)[] _columns =
    [
        ("write", "Write"), ("outbox", "Outbox"), ("transport", "Transport"), ("projection", "Projections"), ("read", "Read models"),
    ];

    public static Page Show(HttpContext call, [FromServices] IPipelineFigures figures, [FromServices] IPipelineHealth health)
    {
        var view = ViewOf(figures, health);
        var root = DashboardPlace.RootOf(call);
        return new Page("Pipeline", Html.Of(
            $"""
            <div data-live="{root}/pipeline" data-root="{root}">
              <p class="summary" role="status" data-state="{CodeOf(view.State)}" data-part="summary">{view.Summary}</p>
              <p class="quiet">From the samples of this process, as of <span data-part="at">{view.At}</span>.
                <span data-part="connection"></span></p>
              <ol class="pipeline">
                {_columns.Select(column => Column(column.Name, view.Stages.Where(stage => stage.Kind == column.Kind), root))}
              </ol>
            </div>
            """))
        { IsWatched = true };
    }

    public static IResult Read(HttpContext call, [FromServices] IPipelineFigures figures, [FromServices] IPipelineHealth health)
    {
        Page.Protect(call.Response);
        var view = ViewOf(figures, health);
        return Results.Json(
            new
            {
                view.At,
                view.Summary,
                State = CodeOf(view.State),
                Stages = view.Stages.Select(stage => new
                {
                    stage.Key,
                    State = CodeOf(stage.State),
                    stage.StateText,
                    stage.Reason,
                    stage.Detail,
                    stage.Since,
                    stage.Figures,
                    stage.Sparkline,
                    stage.Remedies,
                }),
            },
            JsonSerializerOptions.Web);
    }

    private static PipelineView ViewOf(IPipelineFigures figures, IPipelineHealth health) =>
        PipelineView.Of(figures.Read(), figures.ListRecent(), health.List());

    private static string CodeOf(StageState state) => state.ToString().ToLowerInvariant();

    private static Html Column(string name, IEnumerable<Stage> stages, string root)
    {
        var cards = stages.Select(stage => Card(stage, root)).ToList();
        return Html.Of(
            $"""
            <li class="column">
              {(cards.Count == 0 ? Html.Of($"<p class=\"quiet\">{name}: none in this host.</p>") : Html.Join(cards))}
            </li>
            """);
    }

    private static Html Card(Stage stage, string root) => Html.Of(
        $"""
        <article class="stage" data-stage="{stage.Key}" data-state="{CodeOf(stage.State)}">
          <p class="kind quiet">{KindOf(stage)}</p>
          <h2>{stage.Name}</h2>
          <p class="state"><span data-part="state">{stage.StateText}</span></p>
          <dl>{stage.Figures.Select(figure => Html.Of(
            $"<div><dt>{figure.Name}</dt><dd data-figure=\"{figure.Name}\">{figure.Value}</dd></div>"))}</dl>
          <figure class="spark">
            <svg viewBox="0 0 {Sparkline.Width} {Sparkline.Height}" preserveAspectRatio="none" aria-hidden="true">
              <path d="{stage.Sparkline.Path}"></path></svg>
            <figcaption class="quiet" data-part="spark">{stage.Sparkline.Label}</figcaption>
          </figure>
          <div class="trouble" data-part="trouble">{Trouble(stage, root)}</div>
        </article>
        """);

    private static string KindOf(Stage stage) => stage.Kind == "projection" ? "Projection" : string.Empty;

    private static Html Trouble(Stage stage, string root) => stage.Reason is null
        ? default
        : Html.Of(
            $"""
            <p class="reason">{stage.Reason}</p>
            {(stage.Detail is null ? default : Html.Of($"<p class=\"detail\">{stage.Detail}</p>"))}
            {(stage.Since is null ? default : Html.Of($"<p class=\"since\">{stage.Since}</p>"))}
            <ul class="buttons">{stage.Remedies.Select(remedy => Html.Of($"<li>{Button(remedy, root)}</li>"))}</ul>
            """);

    private static Html Button(Remedy remedy, string root) => remedy.Fields is null
        ? Link.Button(root + remedy.Address, remedy.Label)
        : Form.Of(root + remedy.Address, remedy.Label, [.. remedy.Fields.Select(field => (field.Key, (string?)field.Value))]);
}
