using System.Text.Json;
using System.Text.RegularExpressions;

namespace CleanCqrs.IntegrationTests.Telemetry;

/// <summary>
/// The dashboard and the alert rules that are handed out ask for metrics that there are, by the names that Prometheus gives them.
/// </summary>
public sealed partial class MonitoringFilesTests
{
    private static readonly string _folder = Path.Combine(Repository.Root, "docs", "monitoring");
    private static readonly string _alerts = File.ReadAllText(Path.Combine(_folder, "alerts.yaml"));
    private static readonly string _dashboard = File.ReadAllText(Path.Combine(_folder, "grafana-dashboard.json"));

    [Fact]
    public void They_name_no_metric_and_no_label_that_does_not_exist()
    {
        var known = NamesInPrometheus().ToHashSet(StringComparer.Ordinal);

        NameIn().Matches(_alerts + _dashboard).Select(match => match.Value).Distinct().Where(name => !known.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void The_dashboard_shows_every_metric_that_is_approved()
    {
        var shown = NameIn().Matches(_dashboard).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

        Approved().Where(metric => !metric.Name.EndsWith(".batch.size", StringComparison.Ordinal))
            .Where(metric => !NamesOf(metric.Name, metric.Kind, metric.Unit).Any(shown.Contains))
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_dashboard_is_JSON_in_which_panels_have_ids_of_their_own_and_all_but_headings_ask_for_something()
    {
        var panels = JsonDocument.Parse(_dashboard).RootElement.GetProperty("panels").EnumerateArray().ToList();

        panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        panels.Where(panel => panel.GetProperty("type").GetString() != "row")
            .ShouldAllBe(panel => panel.GetProperty("targets").EnumerateArray().Any()
                && panel.GetProperty("targets").EnumerateArray().All(target => target.GetProperty("expr").GetString() != string.Empty)
                && panel.GetProperty("description").GetString() != string.Empty);
    }

    [Fact]
    public void Every_alert_says_what_is_the_case_and_where_to_read_on()
    {
        var rules = _alerts.Split("- alert: ")[1..];

        rules.ShouldNotBeEmpty();
        rules.Select(rule => rule.Split('\n')[0]).ShouldBeUnique();
        foreach (var rule in rules)
        {
            foreach (var part in new[] { " expr: ", " severity: ", " summary: ", " description: " })
            {
                rule.ShouldContain(part);
            }

            var (file, anchor) = RunbookIn().Match(rule) is { Success: true } link
                ? (link.Groups["file"].Value, link.Groups["anchor"].Value)
                : throw new InvalidOperationException($"There is no runbook in: {rule}");
            var page = File.ReadAllLines(Path.Combine(Repository.Root, file));
            if (anchor.Length > 0)
            {
                page.Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ').ToLowerInvariant().Replace(' ', '-'))
                    .ShouldContain(anchor);
            }
        }
    }

    private static IEnumerable<string> NamesInPrometheus() => Approved()
        .SelectMany(metric => NamesOf(metric.Name, metric.Kind, metric.Unit))
        .Concat(["cleancqrs_projection", "cleancqrs_part", "cleancqrs_outcome", "messaging_destination_name"]);

    private static IEnumerable<string> NamesOf(string name, string kind, string unit)
    {
        var written = name.Replace('.', '_') + (unit == "s" ? "_seconds" : string.Empty);
        return kind switch
        {
            "counter" => [written + "_total"],
            "histogram" => [written + "_bucket", written + "_sum", written + "_count"],
            _ => [written],
        };
    }

    private static IEnumerable<(string Name, string Kind, string Unit)> Approved() => File
        .ReadLines(Path.Combine(
            Repository.Root, "tests", "Integration", "CleanCqrs.IntegrationTests", "Telemetry", "Telemetry.approved.txt"))
        .Where(line => line.StartsWith("metric ", StringComparison.Ordinal))
        .Select(line => line.Split(' '))
        .Select(words => (words[1], words[2], words[3]));

    [GeneratedRegex("(?:cleancqrs|messaging)_[a-z_]+")]
    private static partial Regex NameIn();

    [GeneratedRegex(@"runbook: (?<file>[\w./-]+\.md)(#(?<anchor>[\w-]+))?")]
    private static partial Regex RunbookIn();
}
