using System.Globalization;
using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>The dead letters: filtered, grouped, in pages. Payloads stand on the page of one alone.</summary>
internal static class DeadLettersPage
{
    private const int PageSize = 50;

    private static readonly Column[] _groupColumns =
        [Column.Number("Count"), "Source", "Kind", "Event type", Column.Error, Column.Do];

    private static readonly Column[] _columns =
    [
        "Stream", Column.Number("Version"), "Source", "Event type", "Waits since", Column.Number("Attempts"), Column.Error, Column.Do,
    ];

    private static readonly string[] _kinds = ["refused", "failed", "unreadable"];

    public static async Task<Page> ShowAsync(
        HttpContext call,
        string? cursor,
        string? done,
        [FromServices] IDeadLetters letters,
        [FromServices] IRedrives redrives,
        CancellationToken cancellationToken)
    {
        var query = DeadLetterQuery.Read(name => call.Request.Query[name]);
        DeadLetterId? after = null;
        if (query.ToFilter(out var problem) is not { } filter)
        {
            return Refusal.Invalid(problem!);
        }

        if (!string.IsNullOrEmpty(cursor) && !DeadLetterId.TryParse(cursor, out after))
        {
            return Refusal.Invalid("The cursor is not one that this list has given out.");
        }

        var root = DashboardPlace.RootOf(call);
        var run = redrives.Read();
        var groups = await letters.GroupAsync(filter, cancellationToken);
        var page = await letters.ListAsync(filter, after, PageSize, cancellationToken);
        return new Page("Dead letters", Html.Of(
            $"""
            {Notices.Of(done)}
            <p class="lead">What the transport refused, a projection could not apply, or nobody could read. Nothing more happens by itself:
            mend the cause, then redrive; give up what can't be mended. Whatever is done is <a href="{root}/actions">on record</a>.</p>
            {Progress(run, root)}
            {Filter(query, root)}
            {Groups(groups, query, root)}
            {List(page, query, root)}
            """))
        { IsWatched = run is { EndedAt: null } };
    }

    private static Html Progress(RedriveRun? run, string root)
    {
        if (run is null)
        {
            return default;
        }

        var (redriven, expected) = (run.Progress.Redriven, Math.Max(run.Progress.Expected, run.Progress.Redriven));
        var how = run switch
        {
            { Failure: { } failure } => $"It did not come to its end: {failure}",
            { EndedAt: { } ended } => $"Ended at {Say.Time(ended)}.",
            _ => "Under way.",
        };
        var running = run.EndedAt is null ? Html.Of($" data-running") : default;
        return Html.Of(
            $"""
            <section class="panel" id="redrive" aria-labelledby="redrive-heading" data-progress{running}>
              <h2 id="redrive-heading">Redrive of many</h2>
              <p>{run.By} redrives {run.Filter}: {Say.Number(redriven)} of {Say.Count(expected)}. {how}</p>
              <progress max="{Math.Max(1, expected)}" value="{redriven}" aria-labelledby="redrive-heading"></progress>
              {(run.EndedAt is null ? Form.Of($"{root}/dead-letters/redrives/cancel", "End it") : default)}
            </section>
            """);
    }

    private static Html Filter(DeadLetterQuery query, string root) => Html.Of(
        $"""
        <form class="filter" method="get" action="{root}/dead-letters" aria-label="Filter">
          <label>Kind
            <select name="kind"><option value="">all</option>{_kinds.Select(kind => Option(kind, query.Kind))}</select>
          </label>
          {Field("source", "Source", query.Source, "outbox, or a projection")}
          {Field("type", "Event type", query.Type, "")}
          {Field("error", "Error contains", query.Error, "")}
          {Field("stream", "Stream", query.Stream, "")}
          {Field("from", "Waits since, from", query.From, "2026-03-01 12:30")}
          {Field("to", "until", query.To, "2026-03-02")}
          <div class="buttons"><button type="submit">Filter</button> <a href="{root}/dead-letters">Show all</a></div>
        </form>
        """);

    private static Html Option(string value, string? chosen) => Html.Of(
        $"<option{(value == chosen ? Html.Of($" selected") : default)}>{value}</option>");

    private static Html Field(string name, string label, string? value, string example) => Html.Of(
        $"<label>{label}<input name=\"{name}\" value=\"{value}\" placeholder=\"{example}\" autocomplete=\"off\"></label>");

    private static Html Groups(DeadLetterGroups groups, DeadLetterQuery query, string root)
    {
        if (groups.Items.Count == 0)
        {
            return default;
        }

        var total = groups.Items.Where(group => group.Kind != DeadLetterKind.Unreadable).Sum(group => group.Count);
        return Html.Of(
            $"""
            <section aria-labelledby="groups-heading">
              <h2 id="groups-heading">By what they have in common</h2>
              {(groups.IsComplete ? default : Html.Of($"<p class=\"quiet\">There are more: of each source 10,000 are counted.</p>"))}
              {Table.Of("By what they have in common", _groupColumns, groups.Items.Select(group => Group(group, root)))}
              {(total == 0 ? default : Form.Of(
                $"{root}/dead-letters/redrives", $"Redrive all of this filter ({Say.Number(total)})", query.Fields))}
            </section>
            """);
    }

    private static Row Group(DeadLetterGroup group, string root)
    {
        var kind = DeadLetterPreview.NameOf(group.Kind);
        (string, string?)[] fields = [("kind", kind), ("source", group.Source), ("type", group.EventType), ("error", group.Error)];
        var redrive = group.Kind == DeadLetterKind.Unreadable ? default : Form.Of($"{root}/dead-letters/redrives", "Redrive", fields);
        return new Row(
            Say.Number(group.Count),
            group.Source,
            kind,
            group.EventType ?? "no event",
            group.Error,
            Html.Of($"<div class=\"buttons\">{Link.Button(root + Address.Of("/dead-letters", fields), "Show")}{redrive}</div>"));
    }

    private static Html List(DeadLetterPage page, DeadLetterQuery query, string root)
    {
        var next = page.Next is null ? default : Html.Of(
            $"""
            <p><a class="button" rel="next"
              href="{root}{Address.Of("/dead-letters", [.. query.Fields, ("cursor", page.Next.ToString())])}">Next page</a></p>
            """);
        return Html.Of(
            $"""
            <section aria-labelledby="list-heading">
              <h2 id="list-heading">One by one</h2>
              {(page.Items.Count == 0
                ? Html.Of($"<p>There are none.</p>")
                : Table.Of("One by one", _columns, page.Items.Select(letter => Letter(letter, query, root))))}
              {next}
            </section>
            """);
    }

    private static Row Letter(DeadLetter letter, DeadLetterQuery query, string root)
    {
        var id = letter.Id.ToString();
        var redrive = letter.Id.Kind == DeadLetterKind.Unreadable
            ? default
            : Form.Of($"{root}/dead-letters/redrive", "Redrive", [("id", id), .. query.Fields]);
        var discard = Link.Button(root + Address.Of("/dead-letters/discard", ("id", id)), "Discard…", isDangerous: true);
        var name = letter.Envelope?.StreamId ?? letter.Message?.Position.ToString();
        return new Row(
            Html.Of($"<a href=\"{root}{Address.Of("/dead-letters/one", ("id", id))}\">{name}</a>"),
            letter.Envelope?.StreamVersion.ToString(CultureInfo.InvariantCulture) ?? "none",
            letter.Source,
            letter.Envelope?.EventType ?? "no event",
            Say.TimeTag(letter.Since),
            Say.Number(letter.Attempts),
            letter.Error?.Split('\n')[0] ?? "none",
            Html.Of($"<div class=\"buttons\">{redrive}{discard}</div>"));
    }
}
