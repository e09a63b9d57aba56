using CleanCqrs.Application.Health;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Samples one projection.</summary>
internal sealed class ProjectionSamples
{
    private readonly string _name;
    private readonly IProjectionHealth _health;
    private readonly ProjectionSurroundings _surroundings;
    private readonly HistoryDistance? _distance;
    private readonly Holding _nobodys;
    private readonly Sampler<HeldSample> _held;
    private readonly Sampler<HistorySample>? _history;
    private readonly Sampler<RebuildSample>? _rebuild;
    private readonly KeyValuePair<string, object?> _tag;

    public ProjectionSamples(
        string name, IProjectionHealth health, ProjectionSurroundings surroundings, HealthOptions options, TimeProvider timeProvider)
    {
        (_name, _health, _surroundings) = (name, health, surroundings);
        _tag = new KeyValuePair<string, object?>(ProjectionTelemetry.ProjectionTag, name);
        _nobodys = new Holding(timeProvider);
        _held = new Sampler<HeldSample>(SampleAsync, options.SampleTimeout, timeProvider);
        _distance = surroundings.DistanceOf(name);
        _history = _distance is null ? null : new Sampler<HistorySample>(MeasureAsync, options.SampleTimeout, timeProvider);
        _rebuild = surroundings.RebuildOf(name, health, options)?.Sampler;
    }

    public IEnumerable<ISampler> Samplers => new ISampler?[] { _held, _history, _rebuild }.OfType<ISampler>();

    public ProjectionFacts Read() => _surroundings.Complete(
        new ProjectionFacts(_name, _held.Read(), _history?.Read()) { Rebuild = _rebuild?.Read() });

    private async Task<HeldSample> SampleAsync(CancellationToken cancellationToken)
    {
        var sample = await _health.SampleAsync(_name, cancellationToken);
        Instruments.ProjectionParked.Record(sample.Held.Parked, _tag);
        Instruments.ProjectionRetrying.Record(sample.Held.Retrying, _tag);
        Instruments.ProjectionDeadLetters.Record(sample.Held.DeadLetters, _tag);
        Instruments.ProjectionOpenCollisions.Record(sample.Held.Collisions, _tag);
        Instruments.ProjectionAhead.Record(sample.Held.Ahead, _tag);
        Instruments.ProjectionHoles.Record(sample.Held.Holes, _tag);
        return new HeldSample(sample, _nobodys.Note(sample.PartsOfNobody > 0));
    }

    private async Task<HistorySample> MeasureAsync(CancellationToken cancellationToken)
    {
        var sample = await _distance!.MeasureAsync(cancellationToken);
        Instruments.ProjectionBehind.Record(sample.Behind, _tag);
        Instruments.ProjectionBehindFor.Record(sample.BehindFor.TotalSeconds, _tag);
        return sample;
    }
}
