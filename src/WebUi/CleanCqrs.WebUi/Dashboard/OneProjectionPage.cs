using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A projection with what can be done about it: catch-up, generations, holes, collisions, audit.</summary>
internal static class OneProjectionPage
{
    private const int MaxListed = 100;

    private static readonly Column[] _generationColumns =
    [
        Column.Number("Generation"), "State", Column.Number("Behind by"), Column.Number("Rate here"), Column.Number("Remaining"),
        Column.Number("Dead letters"), "Started", "Note",
    ];

    private static readonly Column[] _differenceColumns =
        ["Stream", "In which way", Column.Number("Write model"), Column.Number("Projection")];

    public static async Task<Page> ShowAsync(
        HttpContext call,
        string? name,
        string? done,
        [FromServices] IPipelineFigures figures,
        [FromServices] IPipelineHealth health,
        [FromServices] IProjectionOperations projections,
        [FromServices] IProjectionHoles holes,
        [FromServices] IAudits audits,
        CancellationToken cancellationToken)
    {
        var view = PipelineView.Of(figures.Read(), figures.ListRecent(), health.List());
        if (view.Stages.FirstOrDefault(stage => stage.Kind == "projection" && stage.Name == name) is not { } found)
        {
            return Refusal.Unknown($"This host neither runs a projection '{name}' nor is told of one in Operations:Projections.");
        }

        var root = DashboardPlace.RootOf(call);
        var generations = call.RequestServices.GetService<IRebuilds>() is { } rebuilds
            ? (await rebuilds.ListAsync(cancellationToken)).Where(status => status.Generation.Projection == name).ToList()
            : [];
        var open = await holes.ListAsync(found.Name, HoleState.Open, MaxListed, cancellationToken);
        var accepted = await holes.ListAsync(found.Name, HoleState.Accepted, MaxListed, cancellationToken);
        var collisions = await projections.ListHeldAsync(found.Name, HoldReason.Collision, MaxListed, cancellationToken);
        var ahead = await projections.ListHeldAsync(found.Name, HoldReason.Ahead, MaxListed, cancellationToken);
        var audit = audits.Read();
        return new Page($"Projection {name}", Html.Of(
            $"""
            {Notices.Of(done)}
            <div data-progress data-running>
              {CatchUp(found, root)}
              {Generations(found.Name, generations, root)}
            </div>
            {Holes(found.Name, open, accepted, root)}
            {Held(found.Name, "collisions", "Collisions", "Two events claim the same version of these streams.", collisions, root)}
            {Held(found.Name, "ahead", "Ahead of the write side", "The write side does not know these versions.", ahead, root)}
            {Audit(found.Name, audit, root)}
            """))
        { IsWatched = true };
    }

    private static Html CatchUp(Stage stage, string root) => Html.Of(
        $"""
        <section class="panel" aria-labelledby="catch-up" data-state="{stage.State.ToString().ToLowerInvariant()}">
          <h2 id="catch-up">Catch-up</h2>
          <p class="state"><span>{stage.StateText}</span></p>
          {(stage.Reason is null ? default : Html.Of($"<p class=\"reason\">{stage.Reason}</p>"))}
          {(stage.Since is null ? default : Html.Of($"<p class=\"since\">{stage.Since}</p>"))}
          <dl class="facts">{stage.Figures.Select(figure => Html.Of(
            $"<div><dt>{figure.Name}</dt><dd>{figure.Value}</dd></div>"))}</dl>
          <p class="quiet">It follows history by itself, in the hosts that run it.
            <a href="{root}{Address.Of("/dead-letters", ("source", stage.Name))}">Its dead letters</a></p>
        </section>
        """);

    private static Html Generations(string name, List<RebuildStatus> generations, string root)
    {
        var built = generations.Find(status => status.Generation.IsBuilt);
        var former = generations.Exists(status => status.Generation.State == RebuildState.Former);
        Html[] acts = built switch
        {
            { Generation.State: RebuildState.Ready } =>
            [
                Ask(root, "switch", name, "Switch to it…"),
                Form.Of($"{root}/projections/compare", "Compare with the current one", ("name", name)),
                Ask(root, "cancel-rebuild", name, "Give the new one up…"),
            ],
            not null => [Ask(root, "cancel-rebuild", name, "Give the new one up…")],
            null when former => [Ask(root, "rollback", name, "Roll back…"), Ask(root, "forget-former", name, "Drop the former one…")],
            _ => [Ask(root, "rebuild", name, "Rebuild…")],
        };
        return Html.Of(
            $"""
            <section class="panel" id="generations" aria-labelledby="generations-heading"><h2 id="generations-heading">Generations</h2>
              {(generations.Count == 0
                ? Html.Of($"<p>It was never rebuilt.</p>")
                : Table.Of("Generations", _generationColumns, generations.Select(Generation)))}
              <div class="buttons">{acts}</div>
            </section>
            """);
    }

    private static Row Generation(RebuildStatus status)
    {
        var generation = status.Generation;
        return new Row(
            Say.Number(generation.Number),
            generation.State.ToString(),
            generation.IsBuilt ? Say.Number(status.Behind) : "-",
            status.EventsPerSecond is { } rate ? Say.Rate(rate) : "-",
            status.Remaining is { } left ? Say.Duration(left) : "-",
            status.Held is { } held ? Say.Count(held.DeadLetters) : "-",
            $"{Say.Time(generation.StartedAt)} by {generation.StartedBy}",
            generation.Note ?? "none");
    }

    private static Html Holes(string name, IReadOnlyList<ProjectionHole> open, IReadOnlyList<ProjectionHole> accepted, string root)
    {
        var list = open.Count == 0
            ? Html.Of($"<p>It has no open hole.</p>")
            : Html.Of(
                $"""
                {Table.Of(
                    "Open holes",
                    ["Stream", Column.Number("Versions"), "Found", Column.Do],
                    open.Select(hole => Hole(name, hole, root)))}
                <div class="buttons">{Ask(root, "accept-all-holes", name, "Accept all…")}</div>
                """);
        var past = accepted.Count == 0
            ? default
            : Html.Of(
                $"""
                <details><summary>Accepted holes: {accepted.Count}{(accepted.Count == MaxListed ? " or more" : "")}</summary>
                {Table.Of("Accepted holes", ["Stream", Column.Number("Versions"), "Accepted", "Why"], accepted.Select(Accepted))}</details>
                """);
        return Html.Of(
            $"""
            <section class="panel" id="holes" aria-labelledby="holes-heading"><h2 id="holes-heading">Holes</h2>
              <p class="quiet">Events that neither the projection nor history has. Put them back, and a hole closes; or accept it.</p>
              {list}
              {past}
            </section>
            """);
    }

    private static Row Hole(string name, ProjectionHole hole, string root) => new(
        StreamOf(hole), VersionsOf(hole), Say.TimeTag(hole.FoundAt), Ask(root, "accept-hole", name, "Accept…", hole.StreamId))
    {
        State = StageState.Stuck,
    };

    private static Row Accepted(ProjectionHole hole) => new(
        StreamOf(hole), VersionsOf(hole), Html.Of($"{Say.TimeTag(hole.AcceptedAt)} by {hole.AcceptedBy}"), hole.Reason ?? "none");

    private static string StreamOf(ProjectionHole hole) => hole.StreamId.Length == 0 ? "history as a whole" : hole.StreamId;

    private static string VersionsOf(ProjectionHole hole) => $"{Say.Number(hole.FromVersion)} to {Say.Number(hole.ToVersion)}";

    private static Html Held(string name, string id, string title, string what, IReadOnlyList<HeldEvent> held, string root)
    {
        if (held.Count == 0)
        {
            return default;
        }

        return Html.Of(
            $"""
            <section class="panel" id="{id}" aria-labelledby="{id}-heading" data-state="stuck"><h2 id="{id}-heading">{title}</h2>
              <p>{what} Nothing of them is applied until somebody decides.</p>
              {Table.Of(title, ["Stream", Column.Number("Version"), "Since", Column.Do], held.Select(RowOf))}
            </section>
            """);

        Row RowOf(HeldEvent item) => new(
            Html.Of($"<a href=\"{root}{Address.Of("/explain", ("id", item.Envelope.StreamId))}\">{item.Envelope.StreamId}</a>"),
            Say.Number(item.Envelope.StreamVersion),
            Say.TimeTag(item.HeldSince),
            item.Reason == HoldReason.Collision
                ? Ask(root, "accept-collision", name, "Accept the collision…", item.Envelope.StreamId)
                : Ask(root, "raise", name, "Let the write side go on behind it…", item.Envelope.StreamId));
    }

    private static Html Audit(string name, AuditStatus audits, string root)
    {
        var report = audits.Last.FirstOrDefault(last => last.Projections.Any(found => found.Projection == name));
        var running = audits.Running is { } run
            ? Html.Of(
                $"""
                <p>Under way since {Say.TimeTag(run.StartedAt)}: {Say.Number(run.Streams)} streams and rows,
                  {Say.Rate(run.StreamsPerSecond)}.</p>
                {Form.Of($"{root}/projections/act", "End it", ("what", "cancel-audit"), ("name", name))}
                """)
            : Form.Of($"{root}/projections/act", "Audit now", ("what", "audit"), ("name", name));
        var failure = audits.Failure is null
            ? default
            : Html.Of($"<p class=\"reason\">The last audit did not come to its end: {audits.Failure}</p>");
        var found = report is null
            ? Html.Of($"<p>This process has made none yet.</p>")
            : Report(report, report.Projections.First(audit => audit.Projection == name));
        return Html.Of(
            $"""
            <section class="panel" id="audit" aria-labelledby="audit-heading"><h2 id="audit-heading">Audit</h2>
              <p class="quiet">Compares the projection with the write model, stream by stream, and row by row where the host says how.</p>
              <div data-progress{(audits.Running is null ? default : Html.Of($" data-running"))}>{failure}{found}{running}</div>
            </section>
            """);
    }

    private static Html Report(AuditReport report, ProjectionAudit audit)
    {
        var result = audit.Total + audit.DifferentRows == 0
            ? "no difference"
            : $"{Say.Number(audit.Total)} streams and {Say.Number(audit.DifferentRows)} rows that differ";
        var streams = audit.Differences.Count == 0
            ? default
            : Table.Of("Streams that differ", _differenceColumns, audit.Differences.Take(MaxListed).Select(Difference));
        return Html.Of(
            $"""
            <p>The last one ended at {Say.TimeTag(report.EndedAt)}, compared {Say.Number(report.Streams)} streams, and found
              <strong>{result}</strong>.</p>
            {streams}
            {audit.Rows.Where(rows => rows.Differences.Count > 0).Select(Rows)}
            """);
    }

    private static Row Difference(StreamDifference found) => new(
        found.StreamId,
        found.Kind.ToString(),
        $"version {Say.Number(found.WrittenVersion)}",
        $"version {Say.Number(found.ProjectedVersion)}");

    private static Html Rows(RowAudit rows) => Table.Of(
        $"{rows.Rows} that differ",
        [rows.Rows, "In which way", "Values that differ"],
        rows.Differences.Take(MaxListed).Select(row => new Row(
            row.Key, row.Kind.ToString(), string.Join(", ", row.Values.Select(value => value.Name)))));

    private static Html Ask(string root, string what, string name, string label, string? stream = null) =>
        Link.Button(root + Address.Of("/projections/act", ("what", what), ("name", name), ("stream", stream)), label);
}
