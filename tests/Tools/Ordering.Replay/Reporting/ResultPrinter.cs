using System.Globalization;
using Ordering.Replay.Api;
using Ordering.Replay.Checks;
using Ordering.Replay.Sending;
using Spectre.Console;

namespace Ordering.Replay.Reporting;

/// <summary>Prints what came of a replay.</summary>
internal static class ResultPrinter
{
    private const int MostExamples = 20;

    public static void Figures(IAnsiConsole console, Figures figures)
    {
        Tally(console, "Refused", figures.Refused);
        Tally(console, "Repeated attempts", figures.Retries);
        var latency = Percentiles.Of(figures.Latencies);
        console.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Answered} commands in {figures.Elapsed.TotalSeconds:0.0} s, {figures.CommandsPerSecond:0} per second."));
        console.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Latency, repeated attempts included: p50 {latency.P50.TotalMilliseconds:0.0} ms, p95 {latency.P95.TotalMilliseconds:0.0} ms, "
            + $"p99 {latency.P99.TotalMilliseconds:0.0} ms, longest {latency.Longest.TotalMilliseconds:0.0} ms."));
    }

    public static void Checks(IAnsiConsole console, IReadOnlyList<Check> checks, IReadOnlyList<string> examples)
    {
        var table = new Table().AddColumns("Check", "Expected", "Actual", "Ok");
        foreach (var check in checks)
        {
            table.AddRow(
                Markup.Escape(check.Name), Markup.Escape(check.Expected), Markup.Escape(check.Actual), check.Ok ? "yes" : "[red]NO[/]");
        }

        console.Write(table);
        foreach (var example in examples.Take(MostExamples))
        {
            console.Say(example);
        }

        if (examples.Count > MostExamples)
        {
            console.Say($"... and {examples.Count - MostExamples} more.");
        }
    }

    private static void Tally(IAnsiConsole console, string title, Tally tally)
    {
        if (tally.Total == 0)
        {
            return;
        }

        var table = new Table().AddColumns(title, "Count", "For example");
        foreach (var row in tally.Rows())
        {
            var examples = string.Join(", ", row.Lines.Select(line => $"line {line}"));
            table.AddRow(Markup.Escape(row.Kind), row.Count.ToString(CultureInfo.InvariantCulture), examples);
        }

        console.Write(table);
    }
}
