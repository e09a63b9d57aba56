using System.Globalization;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.Outbox;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Which instances share the work, what nobody does, and how the parts of this host are.</summary>
internal static class InstancesPage
{
    public static async Task<Page> ShowAsync(
        [FromServices] IRangeHolders holders,
        [FromServices] IPipelineFigures figures,
        [FromServices] IPipelineHealth health,
        CancellationToken cancellationToken)
    {
        var ranges = await holders.ListAsync(cancellationToken);
        var now = figures.Read();
        return new Page("Instances", Html.Of(
            $"""
            <p class="lead">Relays share the bucket ranges of the outbox, and projections the parts of history, by leases. What an instance
            leaves, others take over when its lease has run out.</p>
            <section aria-labelledby="relays-heading"><h2 id="relays-heading">Relays</h2>{Relays(ranges)}</section>
            <section aria-labelledby="followers-heading"><h2 id="followers-heading">Followers of history</h2>
              <p class="quiet">As of the samples of {Say.Time(now.At)}.</p>{Followers(now.Projections)}</section>
            {Outage(now.Outbox?.Outage)}
            <section aria-labelledby="parts-heading"><h2 id="parts-heading">Parts, as this host sees them</h2>
              <ol class="findings">{health.List().Select(Part)}</ol></section>
            """));
    }

    private static Html Relays(IReadOnlyList<RangeHolder> ranges) => ranges.Count == 0
        ? Html.Of($"<p>This host has no outbox.</p>")
        : Table.Of(
            "Relays",
            ["Relay", Column.Number("Bucket ranges"), "Which, with their fencing epochs"],
            ranges.GroupBy(range => range.Relay).OrderBy(group => group.Key, StringComparer.Ordinal).Select(Relay));

    private static Row Relay(IGrouping<string?, RangeHolder> group)
    {
        var ranges = group.OrderBy(range => range.Range)
            .Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.Range} (epoch {range.Epoch})"));
        return new Row(group.Key ?? "nobody: their events are not published", Say.Number(group.Count()), string.Join(", ", ranges))
        {
            State = group.Key is null ? StageState.Stuck : StageState.Works,
        };
    }

    private static Html Followers(IReadOnlyList<ProjectionFigures> projections) => projections.Count == 0
        ? Html.Of($"<p>This host knows no projection.</p>")
        : Table.Of(
            "Followers of history",
            ["Projection", "Instance", Column.Number("Parts of history")],
            projections.SelectMany(Followers));

    private static IEnumerable<Row> Followers(ProjectionFigures projection)
    {
        if (projection.Sample is not { } sample)
        {
            yield return new Row(projection.Name, Say.Unknown, Say.Unknown) { State = StageState.Unknown };
            yield break;
        }

        foreach (var (instance, parts) in sample.Followers.OrderBy(follower => follower.Key, StringComparer.Ordinal))
        {
            yield return new Row(projection.Name, instance, PartsOf(parts)) { State = StageState.Works };
        }

        if (sample.Parts == 0)
        {
            yield return new Row(projection.Name, "nobody yet", PartsOf(0)) { State = StageState.Unknown };
        }
        else if (sample.PartsOfNobody > 0)
        {
            yield return new Row(projection.Name, "nobody: nothing would heal what it lacks there", PartsOf(sample.PartsOfNobody))
            {
                State = StageState.Stuck,
            };
        }

        string PartsOf(int parts) => $"{Say.Number(parts)} of {Say.Number(sample.Parts)}";
    }

    private static Html Outage(TransportOutage? outage) => outage is null
        ? default
        : Html.Of(
            $"""
            <section class="panel" aria-labelledby="outage-heading" data-state="stuck"><h2 id="outage-heading">What the broker said</h2>
              <p>It has taken nothing in {outage.Attempts} attempts in a row. Mend it, or the way there: the relay goes on trying by itself,
              and the events wait in the outbox.</p><pre tabindex="0">{outage.Error}</pre></section>
            """);

    private static Html Part(PartHealth part) => Html.Of(
        $"""
        <li data-state="{(part.Status == PartStatus.Healthy ? "works" : "stuck")}">
          <span class="state"><span>{part.Status.ToString()}</span></span>
          <strong>{part.Part}</strong>{(part.Reason is null ? default : Html.Of($": {part.Reason}"))}
          {(part.Since is { } since ? Html.Of($"<span class=\"since\">Since {Say.Time(since)}.</span>") : default)}
          {(part.Detail is null ? default : Html.Of($"<p class=\"detail\">{part.Detail}</p>"))}</li>
        """);
}
