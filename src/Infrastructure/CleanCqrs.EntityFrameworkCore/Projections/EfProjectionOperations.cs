using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class EfProjectionOperations<TContext>(IServiceScopeFactory scopes)
    : IProjectionOperations, IProjectionPositions
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<StreamPosition?> FindPositionAsync(string projection, string streamId, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => context.Set<ProjectionStreamRow>().AsNoTracking()
            .Where(row => row.Projection == projection && row.StreamId == streamId)
            .Select(row => new StreamPosition(row.StreamId, row.Version, row.FirstAppliedAt, row.LastAppliedAt))
            .SingleOrDefaultAsync(cancellationToken));

    public Task<IReadOnlyList<StreamPosition>> FindPositionsAsync(
        string projection, IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<StreamPosition>>(async context => await context.Set<ProjectionStreamRow>()
            .OfStreams(context, streamIds)
            .AsNoTracking()
            .Where(row => row.Projection == projection)
            .Select(row => new StreamPosition(row.StreamId, row.Version, row.FirstAppliedAt, row.LastAppliedAt))
            .ToListAsync(cancellationToken));

    public Task<ProjectionStatus> GetStatusAsync(string projection, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context => await HeldCounts.ReadAsync(context, projection, cancellationToken) with
        {
            Streams = await context.Set<ProjectionStreamRow>().Where(row => row.Projection == projection)
                .CountUpToLimitAsync(row => row.Projection, cancellationToken),
        });

    public Task<IReadOnlyList<HeldEvent>> ListHeldAsync(
        string projection, HoldReason reason, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<HeldEvent>>(async context =>
        {
            var rows = await context.HeldEvents(projection, reason)
                .OrderBy(row => row.StreamId).ThenBy(row => row.StreamVersion)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => row.ToHeldEvent());
        });

    public Task<bool> AcceptCollisionAsync(string projection, string streamId, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            var collisions = await context.Set<HeldEventRow>()
                .Where(row => row.Projection == projection && row.StreamId == streamId && row.Reason == HoldReason.Collision)
                .ToListAsync(cancellationToken);
            var stream = await context.Set<ProjectionStreamRow>().FindAsync([projection, streamId], cancellationToken);
            foreach (var collision in collisions)
            {
                if (collision.StreamVersion <= (stream?.Version ?? 0))
                {
                    context.Remove(collision);
                    stream!.EventId = collision.StreamVersion == stream.Version ? collision.EventId : stream.EventId;
                }
                else
                {
                    (collision.Reason, collision.Error) = (HoldReason.Parked, null);
                }
            }

            await context.SaveChangesAsync(cancellationToken);
            return collisions.Count > 0;
        }));

    public Task<IReadOnlyList<KeptMessage>> ListUnreadableAsync(string projection, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<KeptMessage>>(async context =>
        {
            var rows = await context.Set<UnreadableMessageRow>().AsNoTracking()
                .Where(row => row.Projection == projection)
                .OrderByDescending(row => row.ReceivedAt).ThenBy(row => row.Topic).ThenBy(row => row.LogPartition).ThenByDescending(
                    row => row.LogOffset)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => row.ToKeptMessage());
        });
}
