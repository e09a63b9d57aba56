using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.History;

internal sealed class EfProjectionGaps<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock) : IProjectionGaps
    where TContext : DbContext
{
    private const int MaxRepetitions = 5;

    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<IReadOnlyList<StreamGap>> FindAsync(string projection, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<StreamGap>>(async context =>
        {
            var held = context.Set<HeldEventRow>();
            var streams = context.Set<ProjectionStreamRow>();
            var holes = context.Set<ProjectionHoleRow>();
            var first = context.HeldEvents(projection, HoldReason.Parked)
                .Where(row => !held.Any(
                    other => other.Projection == projection && other.StreamId == row.StreamId && other.StreamVersion < row.StreamVersion))
                .Where(row => !holes.Any(
                    hole => hole.Projection == projection && hole.StreamId == row.StreamId && hole.State != HoleState.Accepted));
            var gaps = await first
                .Select(row => new
                {
                    row.StreamId,
                    row.StreamVersion,
                    Applied = streams.Where(stream => stream.Projection == projection && stream.StreamId == row.StreamId)
                        .Select(stream => (long?)stream.Version)
                        .FirstOrDefault() ?? 0,
                })
                .Where(row => row.StreamVersion > row.Applied + 1)
                .OrderBy(row => row.StreamId)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            return gaps.ConvertAll(row => new StreamGap(row.StreamId, row.Applied, row.StreamVersion - 1));
        });

    public Task<IReadOnlyList<StreamGap>> ReadRecordedAsync(
        string projection, string afterStreamId, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<StreamGap>>(async context =>
        {
            var streams = context.Set<ProjectionStreamRow>();
            var rows = await context.Set<ProjectionHoleRow>().AsNoTracking()
                .Where(row => row.Projection == projection && row.State != HoleState.Accepted)
                .Where(row => row.StreamId.CompareTo(afterStreamId) > 0)
                .OrderBy(row => row.StreamId).ThenBy(row => row.FromVersion)
                .Take(maxCount)
                .Select(row => new
                {
                    Hole = row,
                    Applied = streams.Where(stream => stream.Projection == projection && stream.StreamId == row.StreamId)
                        .Select(stream => (long?)stream.Version)
                        .FirstOrDefault() ?? 0,
                })
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => new StreamGap(row.Hole.StreamId, row.Applied, row.Hole.ToVersion, row.Hole.ToHole()));
        });

    public Task<IReadOnlyList<ProjectionHole>> RecordAsync(
        string projection, IReadOnlyCollection<ProjectionHole> holes, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<ProjectionHole>>(async context =>
        {
            for (var repetitions = 0; ; repetitions++)
            {
                try
                {
                    return await RecordAsync(context, projection, holes, cancellationToken);
                }
                catch (DbUpdateException exception)
                    when (UniqueViolation.Is(exception.InnerException) && repetitions < MaxRepetitions)
                {
                    // Another instance has put one of them on record in this moment.
                    context.ChangeTracker.Clear();
                }
            }
        });

    public Task<int> CloseAsync(
        string projection, IReadOnlyCollection<ProjectionHole> holes, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var closed = 0;
            foreach (var hole in holes)
            {
                closed += await context.Set<ProjectionHoleRow>()
                    .Where(row => row.Projection == projection && row.StreamId == hole.StreamId && row.FromVersion == hole.FromVersion)
                    .Where(row => row.State != HoleState.Accepted && row.ToVersion <= hole.ToVersion)
                    .ExecuteDeleteAsync(cancellationToken);
            }

            return closed;
        });

    public async Task<int> PassOverAsync(
        string projection, IReadOnlyCollection<DiscardedEvent> events, CancellationToken cancellationToken)
    {
        var passed = 0;
        foreach (var given in events)
        {
            passed += await _contexts.RunAsync(context => StreamGoesOn.RepeatOnConflictAsync(
                context, () => PassOverAsync(context, projection, given, cancellationToken)));
        }

        return passed;
    }

    public Task<long> CountOpenAsync(string projection, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => context.Set<ProjectionHoleRow>().LongCountAsync(
            row => row.Projection == projection && row.State == HoleState.Open, cancellationToken));

    /// <summary>What the projection holds at that place, it has received all the same: then its own dead letter is decided about.</summary>
    private async Task<int> PassOverAsync(
        TContext context, string projection, DiscardedEvent given, CancellationToken cancellationToken)
    {
        var applied = await context.Set<ProjectionStreamRow>()
            .Where(row => row.Projection == projection && row.StreamId == given.StreamId)
            .Select(row => row.Version)
            .FirstOrDefaultAsync(cancellationToken);
        if (applied + 1 != given.StreamVersion
            || await context.Set<HeldEventRow>().AnyAsync(
                row => row.Projection == projection && row.StreamId == given.StreamId && row.StreamVersion == given.StreamVersion,
                cancellationToken))
        {
            return 0;
        }

        var now = await clock.NowAsync(context, cancellationToken);
        await StreamGoesOn.BehindAsync(context, projection, given, now, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        return 1;
    }

    private static async Task<IReadOnlyList<ProjectionHole>> RecordAsync(
        TContext context, string projection, IReadOnlyCollection<ProjectionHole> holes, CancellationToken cancellationToken)
    {
        var added = new List<ProjectionHole>();
        foreach (var hole in holes)
        {
            var row = await context.Set<ProjectionHoleRow>()
                .FindAsync([projection, hole.StreamId, hole.FromVersion], cancellationToken);
            if (row is null)
            {
                context.Add(row = ProjectionHoleRow.Of(projection, hole));
                added.Add(hole);
            }
            else if (row.State != HoleState.Accepted)
            {
                if (row.State != hole.State)
                {
                    added.Add(hole);
                }

                row.State = hole.State;
                row.ToVersion = hole.State == HoleState.Awaited ? Math.Max(row.ToVersion, hole.ToVersion) : hole.ToVersion;
            }
        }

        await context.SaveChangesAsync(cancellationToken);
        return added;
    }
}
