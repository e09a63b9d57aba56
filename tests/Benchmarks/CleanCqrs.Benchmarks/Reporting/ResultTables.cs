using System.Globalization;
using CleanCqrs.Benchmarks.Contests;
using Spectre.Console;

namespace CleanCqrs.Benchmarks.Reporting;

/// <summary>Prints what measurements came to.</summary>
public static class ResultTables
{
    public static void Print(IAnsiConsole console, IReadOnlyList<MeasurementResult> results)
    {
        console.Write(Rates(results));
        console.Write(Ratios(results));
    }

    private static Table Rates(IReadOnlyList<MeasurementResult> results)
    {
        var table = new Table().AddColumns("Measurement", "Contender", "Rate", "Lowest", "Highest", "Unit");
        foreach (var result in results)
        {
            foreach (var (contender, spread) in result.Contenders.Select(contender => (contender, contender.Spread)))
            {
                table.AddRow(
                    result.Name,
                    Markup.Escape(contender.Name),
                    Rate(spread.Median),
                    Rate(spread.Lowest),
                    Rate(spread.Highest),
                    contender.Unit);
            }
        }

        return table;
    }

    private static Table Ratios(IReadOnlyList<MeasurementResult> results)
    {
        var table = new Table().AddColumns("Measurement", "Ratio", "Goal", "Figure", "Lowest", "Highest", "Met");
        foreach (var result in results)
        {
            foreach (var comparison in result.Comparisons)
            {
                var ratio = comparison.Ratio;
                table.AddRow(
                    result.Name,
                    Markup.Escape(comparison.Name),
                    comparison.Goal is { } goal ? Ratio(goal) : "-",
                    Ratio(ratio.Median),
                    Ratio(ratio.Lowest),
                    Ratio(ratio.Highest),
                    comparison.IsMet switch { true => "yes", false => "[red]NO[/]", null => "-" });
            }
        }

        return table;
    }

    private static string Rate(double rate) => rate.ToString("N0", CultureInfo.InvariantCulture);

    private static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);
}
