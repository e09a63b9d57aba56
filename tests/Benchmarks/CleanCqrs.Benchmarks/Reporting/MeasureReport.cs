using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using CleanCqrs.Benchmarks.Contests;

namespace CleanCqrs.Benchmarks.Reporting;

/// <summary>All figures of a run, for machines.</summary>
public sealed record MeasureReport(
    DateTimeOffset MeasuredAt,
    int Processors,
    string OperatingSystem,
    string Runtime,
    string PostgreSql,
    string Kafka,
    int Pairs,
    int Events,
    int History,
    int Waiters,
    IReadOnlyList<MeasurementResult> Measurements)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static MeasureReport Of(
        MeasureOptions options,
        DateTimeOffset measuredAt,
        string postgreSql,
        string kafka,
        IReadOnlyList<MeasurementResult> results) => new(
        measuredAt,
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        postgreSql,
        kafka,
        options.Pairs,
        options.Events,
        options.History,
        options.Waiters,
        results);

    public Task WriteAsync(string path) => File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, _json));
}
