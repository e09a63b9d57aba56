using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CleanCqrs.Application;

namespace CleanCqrs.IntegrationTests.Telemetry;

/// <summary>Records what CleanCqrs reports while it lives, as an operator's tools would see it.</summary>
public sealed class TelemetryRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ConcurrentQueue<(Instrument Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)> _figures = [];
    private readonly ActivityListener _spanListener;
    private readonly MeterListener _meterListener = new();

    public TelemetryRecorder()
    {
        _spanListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CleanCqrsDiagnostics.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_spanListener);
        _meterListener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CleanCqrsDiagnostics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _meterListener.Start();
    }

    public IReadOnlyList<Activity> Spans => [.. _spans];

    /// <summary>The recorded values of an instrument, with their tags.</summary>
    public IReadOnlyList<(double Value, IReadOnlyDictionary<string, object?> Tags)> Of(string instrument) =>
        [.. _figures.Where(figure => figure.Instrument.Name == instrument).Select(figure => (figure.Value, figure.Tags))];

    /// <summary>The sum of a counter, by outcome.</summary>
    public string Outcomes(string counter) => string.Join(
        ", ",
        Of(counter).GroupBy(figure => figure.Tags["cleancqrs.outcome"]).OrderBy(group => group.Key)
            .Select(group => $"{group.Key} {group.Sum(figure => figure.Value)}"));

    /// <summary>Every name that was seen, one a line: what dashboards and alerts depend on.</summary>
    public string Names()
    {
        var metrics = _figures.GroupBy(figure => figure.Instrument.Name).Select(group =>
        {
            var instrument = group.First().Instrument;
            var kind = instrument.GetType().Name.Split('`')[0].ToLowerInvariant();
            return $"metric {instrument.Name} {kind} {instrument.Unit}{TagsOf(group.SelectMany(figure => figure.Tags))}";
        });
        var spans = _spans.GroupBy(span => span.OperationName.Split(' ')[0]).Select(group =>
        {
            var target = group.Key == "process" ? "{topic}" : group.First().OperationName.Split(' ')[1];
            return $"span {group.Key} {target} "
                + $"{group.First().Kind.ToString().ToLowerInvariant()}{TagsOf(group.SelectMany(span => span.TagObjects))}";
        });
        return string.Concat(metrics.Concat(spans).Order(StringComparer.Ordinal).Select(line => line + "\n"));
    }

    public void Dispose()
    {
        _spanListener.Dispose();
        _meterListener.Dispose();
    }

    private static string TagsOf(IEnumerable<KeyValuePair<string, object?>> tags) => string.Concat(
        tags.GroupBy(tag => tag.Key).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key == "cleancqrs.outcome"
            ? $"\n  {group.Key} = {string.Join(" | ", group.Select(tag => tag.Value).Distinct().Order())}"
            : $"\n  {group.Key}"));

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _figures.Enqueue((instrument, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value)));
}
