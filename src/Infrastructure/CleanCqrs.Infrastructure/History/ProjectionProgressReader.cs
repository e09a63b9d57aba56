using CleanCqrs.Application.History;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.History;

internal sealed class ProjectionProgressReader(
    IEnumerable<Projection> local,
    CatchUps catchUps,
    IOptionsMonitor<ProjectionOptions> options,
    IEventHistory? history = null,
    IHistoryCheckpoints? checkpoints = null)
    : IProjectionProgress
{
    public async Task<ProjectionProgress?> FindAsync(string projection, CancellationToken cancellationToken)
    {
        if (history is null || checkpoints is null)
        {
            return null;
        }

        var parts = await history.ListPartsAsync(cancellationToken);
        var heads = await history.FindHeadsAsync(parts, cancellationToken);
        var seen = (await checkpoints.ReadAsync(projection, cancellationToken)).ToDictionary(part => part.Part);
        var (rate, remaining) = catchUps.Of(projection).Rate();
        return new ProjectionProgress(
            projection,
            parts.Sum(part => history.EstimateEvents(seen.GetValueOrDefault(part)?.Position ?? 0, heads[part])),
            parts.All(part => seen.GetValueOrDefault(part) is { IsCaughtUp: true }))
        {
            EventsPerSecond = rate,
            Remaining = remaining,
        };
    }

    public async Task<IReadOnlyList<ProjectionProgress>> ListUnreadyAsync(CancellationToken cancellationToken)
    {
        var unready = new List<ProjectionProgress>();
        foreach (var projection in local.Where(projection => options.Get(projection.Name).WaitForCatchUp))
        {
            if (await FindAsync(projection.Name, cancellationToken) is { } progress
                && !(progress.IsCaughtUp && catchUps.Of(projection.Name).HasLooked))
            {
                unready.Add(progress with { IsCaughtUp = false });
            }
        }

        return unready;
    }
}
