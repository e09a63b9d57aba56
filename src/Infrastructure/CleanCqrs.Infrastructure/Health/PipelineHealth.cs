using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Relay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Holds the samples of all parts, and tells by the rules what they mean.</summary>
internal sealed class PipelineHealth : IPipelineHealth
{
    private readonly HealthLimits _limits;
    private readonly IClockSkews? _skews;
    private readonly WriteSideSamples? _write;
    private readonly ReadSideSamples? _read;
    private readonly List<ProjectionSamples> _projections = [];
    private readonly FirstSeen _firstSeen;

    public PipelineHealth(
        IOptions<HealthOptions> options,
        IOptions<OperationsOptions> operations,
        ProjectionSurroundings surroundings,
        Pulses pulses,
        TimeProvider timeProvider,
        IServiceProviderIsService services,
        IOutboxHealth? outbox = null,
        IProjectionHealth? projections = null,
        IClockSkews? skews = null)
    {
        _limits = new HealthLimits(options.Value);
        _skews = skews;
        _firstSeen = new FirstSeen(timeProvider);
        if (outbox is not null)
        {
            var relay = services.IsService(typeof(OutboxRelay)) ? pulses.Of(Pulses.Relay) : null;
            _write = new WriteSideSamples(outbox, relay, options.Value, timeProvider);
        }

        var names = surroundings.Local.Union(operations.Value.Projections).Order(StringComparer.Ordinal).ToList();
        if (projections is not null && names.Count > 0)
        {
            _read = new ReadSideSamples(projections, surroundings.Local.Count > 0, options.Value, timeProvider);
            _projections.AddRange(names.Select(
                name => new ProjectionSamples(name, projections, surroundings, options.Value, timeProvider)));
        }

        Parts = [.. Evaluate().Select(part => part.Part)];
    }

    public IReadOnlyList<string> Parts { get; }

    public IEnumerable<ISampler> Samplers =>
        [.. _write?.Samplers ?? [], .. _read?.Samplers ?? [], .. _projections.SelectMany(projection => projection.Samplers)];

    public IReadOnlyList<PartHealth> List() => _firstSeen.Mark(Evaluate());

    /// <summary>What is fresh of the samples.</summary>
    public PipelineFigures Figures(DateTimeOffset at)
    {
        var write = _write?.Read().Sample.Fresh(_limits.Silence);
        return new PipelineFigures(
            at,
            write is null ? null : write.Outbox with { OldestPendingAge = write.OldestPendingAge },
            [.. _projections.Select(projection => FiguresOf(projection.Read()))]);
    }

    private ProjectionFigures FiguresOf(ProjectionFacts facts) => new(
        facts.Name,
        facts.Held.Fresh(_limits.Silence)?.Projection,
        facts.History?.Fresh(_limits.Silence) is { } sample
            ? new HistoryProgress(sample.Behind, sample.BehindFor, sample.IsCaughtUp, sample.Reached)
            {
                EventsPerSecond = sample.EventsPerSecond,
                Remaining = sample.Remaining,
            }
            : null);

    private List<PartHealth> Evaluate()
    {
        var (write, read) = (_write?.Read(), _read?.Read());
        var parts = new List<PartHealth>();
        if (write is not null)
        {
            parts.Add(DatabaseRules.OfWriting(write, read, _limits));
            parts.Add(RelayRules.OfRelay(write, _limits));
            parts.Add(RelayRules.OfTransport(write, _limits));
        }

        if (read is not null)
        {
            parts.Add(DatabaseRules.OfReading(read, write, _limits));
            parts.AddRange(_projections.Select(projection => ProjectionRules.Of(projection.Read(), _limits)));
        }

        if (_skews is not null)
        {
            parts.Add(ClockRules.Of(_skews.List()));
        }

        return parts;
    }
}
