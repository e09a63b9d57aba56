using CleanCqrs.Application.Health;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.History;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Rebuilds;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>What this process knows of projections besides what stands in the read database.</summary>
internal sealed class ProjectionSurroundings(
    IEnumerable<Projection> local,
    CatchUps catchUps,
    IAbandonedAttempts abandoned,
    Pulses pulses,
    AuditFindings findings,
    IOptionsMonitor<ProjectionOptions> options,
    TimeProvider timeProvider,
    IEventHistory? history = null,
    IHistoryCheckpoints? checkpoints = null,
    ProjectionRebuilds? rebuilds = null)
{
    private readonly HashSet<string> _local = [.. local.Select(projection => projection.Name)];

    public IReadOnlyCollection<string> Local => _local;

    public HistoryDistance? DistanceOf(string projection) => history is null || checkpoints is null
        ? null
        : new HistoryDistance(projection, history, checkpoints, catchUps.Of(projection), _local.Contains(projection), timeProvider);

    public RebuildSamples? RebuildOf(string projection, IProjectionHealth health, HealthOptions limits) =>
        rebuilds is { IsPossible: true } && rebuilds.Owners.Contains(projection)
            ? new RebuildSamples(projection, rebuilds, health, limits, timeProvider)
            : null;

    public ProjectionFacts Complete(ProjectionFacts facts)
    {
        facts = facts with { Audit = findings.Find(facts.Name) };
        if (!_local.Contains(facts.Name))
        {
            return facts with { CatchUpDelay = new ProjectionOptions().CatchUpDelay };
        }

        var settings = options.Get(facts.Name);
        return facts with
        {
            IsLocal = true,
            MustCatchUp = settings.WaitForCatchUp,
            CatchUpDelay = settings.CatchUpDelay,
            AbandonedAttempts = abandoned.Count(facts.Name),
            Follower = pulses.Of(typeof(FollowerService), facts.Name).Read(),
            Healer = pulses.Of(typeof(HealingService), facts.Name).Read(),
            Builder = pulses.Of(Pulses.Rebuilds).Read(),
        };
    }
}
