using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class EfProjectionTraces<TContext>(
    IServiceScopeFactory scopes, IProjectionPositions positions, IDatabaseClock clock)
    : IProjectionTraces
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<ProjectionTrace> TraceAsync(
        string projection, string streamId, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var held = await context.Set<HeldEventRow>().AsNoTracking()
                .Where(row => row.Projection == projection && row.StreamId == streamId)
                .OrderBy(row => row.StreamVersion).ThenBy(row => row.EventId)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            var holes = await context.Set<ProjectionHoleRow>().AsNoTracking()
                .Where(row => row.Projection == projection && row.StreamId == streamId)
                .OrderBy(row => row.FromVersion)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            var retryAt = held.Where(row => row.Reason == HoldReason.Retrying).Min(row => row.RetryAt);
            return new ProjectionTrace(
                projection,
                await positions.FindPositionAsync(projection, streamId, cancellationToken),
                held.ConvertAll(row => row.ToHeldEvent()),
                holes.ConvertAll(row => row.ToHole()))
            {
                RetryAfter = retryAt is null ? null : retryAt - await clock.NowAsync(context, cancellationToken),
            };
        });
}
