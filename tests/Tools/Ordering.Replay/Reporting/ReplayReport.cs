using System.Text.Encodings.Web;
using System.Text.Json;
using Ordering.Replay.Api;
using Ordering.Replay.Checks;
using Ordering.Replay.Lines;
using Ordering.Replay.Planning;
using Ordering.Replay.Sending;

namespace Ordering.Replay.Reporting;

/// <summary>All figures of a replay, for machines.</summary>
internal sealed record ReplayReport(
    string File,
    Uri Host,
    string BatchId,
    string Verdict,
    int Lines,
    int Products,
    int Members,
    int OrdersToPlace,
    int OrdersToRefuse,
    int OrdersToCancel,
    IReadOnlyList<int> NothingToCancel,
    IReadOnlyList<int> WithoutCustomer,
    IReadOnlyList<MalformedLine> Malformed,
    int Answered,
    int Placed,
    int Cancelled,
    IReadOnlyList<TallyRow> Refused,
    IReadOnlyList<TallyRow> RepeatedAttempts,
    double Seconds,
    double CommandsPerSecond,
    double P50Milliseconds,
    double P95Milliseconds,
    double P99Milliseconds,
    double LongestMilliseconds,
    IReadOnlyList<Check> Checks,
    IReadOnlyList<string> Differences)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static ReplayReport Of(
        ReplayOptions options,
        string verdict,
        ReplayPlan plan,
        Figures figures,
        IReadOnlyList<Check> checks,
        IReadOnlyList<string> differences)
    {
        var latency = Percentiles.Of(figures.Latencies);
        return new ReplayReport(
            Path.GetFileName(options.File), options.Host, options.BatchId, verdict,
            plan.Lines, plan.Catalogue.Count, plan.Lanes.Count, plan.Placed.Count(), plan.Refused.Count(), plan.Cancelled.Count(),
            plan.NothingToCancel, plan.WithoutCustomer, plan.Malformed,
            figures.Answered, figures.Placed, figures.Cancelled, figures.Refused.Rows(int.MaxValue), figures.Retries.Rows(),
            figures.Elapsed.TotalSeconds, figures.CommandsPerSecond,
            latency.P50.TotalMilliseconds, latency.P95.TotalMilliseconds, latency.P99.TotalMilliseconds, latency.Longest.TotalMilliseconds,
            checks, differences);
    }

    public Task WriteAsync(string path) => System.IO.File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, _json));
}
