using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Where something is on its way, what it waits for, and what to do.</summary>
internal static class ExplainPage
{
    private static readonly Column[] _eventColumns =
        [Column.Number("Version"), "Event type", "State", "Committed", "Published", Column.Number("Attempts"), Column.Error];

    private static readonly Column[] _projectionColumns =
        ["Projection", Column.Number("Version"), "Last applied", "Held back", Column.Number("Holes")];

    public static async Task<Page> ShowAsync(
        HttpContext call, string? id, [FromServices] IExplanations explanations, CancellationToken cancellationToken)
    {
        var root = DashboardPlace.RootOf(call);
        id = id?.Trim();
        if (string.IsNullOrEmpty(id))
        {
            return new Page("Explain", Ask(root, id));
        }

        if (id.Length > EnvelopeLimits.StreamId || id.Any(char.IsControl))
        {
            return Refusal.Invalid($"An identity has at most {EnvelopeLimits.StreamId} characters, and no control characters.");
        }

        var explanation = await explanations.ExplainAsync(id, cancellationToken);
        return explanation.IsKnown
            ? new Page("Explain", Html.Of(
                $"""
                {Ask(root, id)}
                {explanation.Commands.Select(Command)}
                {explanation.Streams.Select((stream, index) => Stream(stream, index, root))}
                """))
            : new Page("Explain", Html.Of($"{Ask(root, id)}<p role=\"alert\" class=\"reason\">Nobody knows '{id}'.</p>"))
            {
                Status = StatusCodes.Status404NotFound,
            };
    }

    private static Html Ask(string root, string? id) => Html.Of(
        $"""
        <form class="filter" method="get" action="{root}/explain" aria-label="What to explain">
          <label class="wide">An aggregate, an event or an idempotency key
            <input name="id" value="{id}" required autocomplete="off" spellcheck="false"></label>
          <div class="buttons"><button type="submit">Explain</button></div>
        </form>
        """);

    private static Html Command(CommandTrace command) => Html.Of(
        $"""
        <section class="panel"><h2>{command.Command}</h2>
          <p>Carried out for {command.Scope} with the key {command.Key}, committed at {Say.TimeTag(command.CommittedAt)}.</p>
        </section>
        """);

    private static Html Stream(ExplainedStream stream, int index, string root)
    {
        var letters = stream.Findings.Any(finding => finding.Kind == FindingKind.NeedsPerson)
            ? Html.Of($"<p>{Link.Button(root + Address.Of("/dead-letters", ("stream", stream.StreamId)), "Its dead letters")}</p>")
            : default;
        var relay = stream.Written.Relay is { } holder ? $"held by relay {holder}" : "held by no relay";
        return Html.Of(
            $"""
            <section class="panel" aria-labelledby="stream-{index}"><h2 id="stream-{index}">Stream {stream.StreamId}</h2>
              <ol class="findings">{stream.Findings.Select(Finding)}</ol>
              {letters}
              <p class="quiet">Bucket {stream.Bucket}, range {stream.Range}, {relay};
                {Say.Count(stream.Written.Unpublished)} of its events not published.</p>
              {(stream.Written.Events.Count == 0 ? default : Html.Of($"<h3>Events in the outbox</h3>{Table.Of(
                "Events in the outbox", _eventColumns, stream.Written.Events.Select(Event))}"))}
              {(stream.Projections.Count == 0 ? default : Html.Of($"<h3>In the projections</h3>{Table.Of(
                "In the projections", _projectionColumns, stream.Projections.Select(Projection))}"))}
            </section>
            """);
    }

    private static Html Finding(Finding finding)
    {
        var (code, words) = finding.Kind switch
        {
            FindingKind.Done => ("works", "Done"),
            FindingKind.Waits => ("catchesup", "Waits"),
            _ => ("stuck", "Needs a person"),
        };
        return Html.Of(
            $"""
            <li data-state="{code}"><span class="state"><span>{words}</span></span> <strong>{finding.Part}</strong>: {finding.What}
              {(finding.ToDo is null ? default : Html.Of($"<p class=\"todo\">To do: {finding.ToDo}</p>"))}</li>
            """);
    }

    private static Row Event(OutboxEventTrace written) => new(
        Say.Number(written.Envelope.StreamVersion),
        written.Envelope.EventType,
        written.State.ToString(),
        Say.TimeTag(written.Envelope.OccurredAt),
        written.PublishedAt is null ? "no" : Say.TimeTag(written.PublishedAt),
        Say.Number(written.Attempts),
        written.Error ?? "none");

    private static Row Projection(ProjectionTrace trace) => new(
        trace.Projection,
        Say.Number(trace.Position?.Version ?? 0),
        trace.Position is null ? "never" : Say.TimeTag(trace.Position.LastAppliedAt),
        trace.Held.Count == 0
            ? "none"
            : string.Join(", ", trace.Held.Select(held => $"version {held.Envelope.StreamVersion} ({held.Reason})")),
        Say.Number(trace.Holes.Count));
}
