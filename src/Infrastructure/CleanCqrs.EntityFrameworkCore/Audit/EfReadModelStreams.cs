using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Audit;

internal sealed class EfReadModelStreams<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock) : IReadModelStreams
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<IReadOnlyList<ProjectedStream>> FindAsync(
        string projection, IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<ProjectedStream>>(async context => await context.Set<ProjectionStreamRow>()
            .OfStreams(context, streamIds)
            .AsNoTracking()
            .Where(row => row.Projection == projection)
            .Select(row => new ProjectedStream(row.StreamId, row.Version, row.EventId))
            .ToListAsync(cancellationToken));

    public Task<IReadOnlyList<ProjectedStream>> ReadAsync(
        string projection, string afterStreamId, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<ProjectedStream>>(async context => await context.Set<ProjectionStreamRow>().AsNoTracking()
            .Where(row => row.Projection == projection && row.StreamId.CompareTo(afterStreamId) > 0)
            .OrderBy(row => row.StreamId)
            .Take(maxCount)
            .Select(row => new ProjectedStream(row.StreamId, row.Version, row.EventId))
            .ToListAsync(cancellationToken));

    public Task<IReadOnlyList<ProjectedStream>> ReadHeldAsync(
        string projection, HoldReason reason, string afterStreamId, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<ProjectedStream>>(async context => await context.HeldEvents(projection, reason)
            .Where(row => row.StreamId.CompareTo(afterStreamId) > 0)
            .OrderBy(row => row.StreamId)
            .Take(maxCount)
            .Select(row => new ProjectedStream(row.StreamId, row.StreamVersion, row.EventId))
            .ToListAsync(cancellationToken));

    public Task<int> ReleaseAsync(
        string projection, IReadOnlyCollection<ProjectedStream> streams, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => streams.Count == 0
            ? Task.FromResult(0)
            : HeldOf(context, projection, [.. streams.Select(stream => stream.StreamId)])
                .Where(row => row.Reason == HoldReason.Ahead)
                .ExecuteDeleteAsync(cancellationToken));

    public Task<int> AcceptAsync(
        string projection, IReadOnlyCollection<RaisedStream> streams, string by, string reason, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var ids = streams.Select(stream => stream.StreamId).ToList();
            var marks = (await HeldOf(context, projection, ids).AsTracking().ToListAsync(cancellationToken))
                .ToLookup(mark => mark.StreamId);
            var rows = await context.Set<ProjectionStreamRow>().OfStreams(context, ids)
                .Where(row => row.Projection == projection)
                .ToDictionaryAsync(row => row.StreamId, cancellationToken);
            var holes = await context.Set<ProjectionHoleRow>().OfStreams(context, ids)
                .Where(row => row.Projection == projection)
                .ToListAsync(cancellationToken);
            var now = await clock.NowAsync(context, cancellationToken);
            var accepted = 0;
            foreach (var raised in streams.Where(raised => rows.ContainsKey(raised.StreamId)))
            {
                var row = rows[raised.StreamId];
                var decided = marks[raised.StreamId].Where(mark => mark.StreamVersion <= row.Version).ToList();
                var stops = row.Version >= raised.From && row.Version < raised.To;
                if (decided.Count > 0 || stops)
                {
                    // The write side has no event there, so none must be looked for; and of the versions that it skips none comes.
                    context.RemoveRange(decided);
                    (row.Version, row.EventId) = (stops ? raised.To : row.Version, null);
                    Record(context, projection, holes, raised, row.Version, by, reason, now);
                    accepted++;
                }
            }

            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return accepted;
        }));

    private static IQueryable<HeldEventRow> HeldOf(TContext context, string projection, IReadOnlyCollection<string> streamIds) =>
        context.Set<HeldEventRow>().OfStreams(context, streamIds)
            .Where(row => row.Projection == projection && (row.Reason == HoldReason.Ahead || row.Reason == HoldReason.Collision));

    /// <summary>The versions that the write side has skipped.</summary>
    private static void Record(
        TContext context,
        string projection,
        List<ProjectionHoleRow> holes,
        RaisedStream raised,
        long version,
        string by,
        string reason,
        DateTimeOffset now)
    {
        var from = Math.Min(raised.From + 1, version);
        var row = holes.Find(hole => hole.StreamId == raised.StreamId && hole.FromVersion == from)
            ?? context.Add(new ProjectionHoleRow
            {
                Projection = projection,
                StreamId = raised.StreamId,
                FromVersion = from,
                FoundAt = now,
            }).Entity;
        (row.ToVersion, row.State, row.AcceptedAt, row.AcceptedBy, row.Reason) =
            (version, HoleState.Accepted, now, StorableText.Of(by), StorableText.Of(reason));
    }
}
