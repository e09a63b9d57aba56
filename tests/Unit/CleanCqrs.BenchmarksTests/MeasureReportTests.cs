using System.Globalization;
using System.Text.Json.Nodes;
using CleanCqrs.Benchmarks;
using CleanCqrs.Benchmarks.Contests;
using CleanCqrs.Benchmarks.Reporting;

namespace CleanCqrs.BenchmarksTests;

public class MeasureReportTests
{
    private static readonly MeasurementResult _result = new(
        "P2",
        "Drain.",
        [new ContenderResult("relay", [8_000, 6_000], "per second"), new ContenderResult("raw loop", [10_000, 10_000], "per second")],
        [
            new ComparisonResult("relay / raw loop", 0.6, new Spread(0.7, 0.6, 0.8)),
            new ComparisonResult("raw loop / relay", 2, new Spread(1.43, 1.25, 1.67)),
            new ComparisonResult("only told", null, new Spread(1, 1, 1)),
        ]);

    [Fact]
    public async Task The_report_has_every_rate_and_every_verdict()
    {
        var options = new MeasureOptions { Names = ["P2"], Pairs = 2, Events = 20 };
        var path = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid()}.json");

        await MeasureReport.Of(options, DateTimeOffset.UnixEpoch, "PostgreSQL 15", "mock cluster", [_result]).WriteAsync(path);

        var report = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        ((string?)report["postgreSql"], (string?)report["kafka"], (int)report["pairs"]!, (int)report["events"]!).ShouldBe(
            ("PostgreSQL 15", "mock cluster", 2, 20));
        var measurement = report["measurements"]!.AsArray().ShouldHaveSingleItem()!;
        measurement["contenders"]![0]!.ToJsonString().ShouldBe(
            """{"name":"relay","rates":[8000,6000],"unit":"per second","spread":{"median":7000,"lowest":6000,"highest":8000}}""");
        measurement["comparisons"]![0]!.ToJsonString().ShouldBe(
            """{"name":"relay / raw loop","goal":0.6,"ratio":{"median":0.7,"lowest":0.6,"highest":0.8},"isMet":true}""");
        measurement["comparisons"]!.AsArray().Select(comparison => (bool?)comparison!["isMet"]).ShouldBe([true, false, null]);
    }

    [Fact]
    public void The_tables_say_goal_figure_and_whether_it_is_met()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        ResultTables.Print(PlainConsole.Over(output), [_result]);

        var rows = output.ToString().Split('\n')
            .Select(row => string.Join(' ', row.Split(['│', ' '], StringSplitOptions.RemoveEmptyEntries)).Trim())
            .ToList();
        rows.ShouldContain("P2 relay 7,000 6,000 8,000 per second");
        rows.ShouldContain("P2 relay / raw loop 0.60 0.70 0.60 0.80 yes");
        rows.ShouldContain("P2 raw loop / relay 2.00 1.43 1.25 1.67 NO");
        rows.ShouldContain("P2 only told - 1.00 1.00 1.00 -");
    }
}
