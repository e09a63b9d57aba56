using CleanCqrs.Application.Health;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Rebuilds;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Samples the rebuild of one projection.</summary>
internal sealed class RebuildSamples
{
    private readonly string _projection;
    private readonly ProjectionRebuilds _rebuilds;
    private readonly IProjectionHealth _health;
    private readonly Holding _nobodys;

    public RebuildSamples(
        string projection, ProjectionRebuilds rebuilds, IProjectionHealth health, HealthOptions options, TimeProvider timeProvider)
    {
        (_projection, _rebuilds, _health) = (projection, rebuilds, health);
        _nobodys = new Holding(timeProvider);
        Sampler = new Sampler<RebuildSample>(SampleAsync, options.SampleTimeout, timeProvider);
    }

    public Sampler<RebuildSample> Sampler { get; }

    private async Task<RebuildSample> SampleAsync(CancellationToken cancellationToken)
    {
        var status = await _rebuilds.FindAsync(_projection, cancellationToken);
        var built = status is { Generation.IsBuilt: true } ? status.Generation : null;
        Instruments.RebuildBehind.Record(
            built is null ? 0 : status!.Behind, new KeyValuePair<string, object?>(ProjectionTelemetry.ProjectionTag, _projection));
        var progress = built is null ? null : await _health.SampleAsync(built.Name, cancellationToken);
        return new RebuildSample(built, progress, _nobodys.Note(progress?.PartsOfNobody > 0));
    }
}
