using CleanCqrs.Application.Health;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.History;
using CleanCqrs.EntityFrameworkCore.Projections;
using CleanCqrs.EntityFrameworkCore.Refusals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Health;

internal sealed class EfProjectionHealth<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock, RefusedWrites refused)
    : IProjectionHealth
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);
    private CheckpointStatements? _checkpoints;

    public Task<ProjectionSample> SampleAsync(string projection, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var now = await clock.NowAsync(context, cancellationToken);
            var oldest = await OldestAsync(context, projection, cancellationToken);
            var parts = await context.Database.SqlQueryRaw<PartRow>(StatementsFor(context).Read, projection)
                .ToListAsync(cancellationToken);
            parts.RemoveAll(part => part.Part is null);
            var followed = parts.Where(part => part is { Owner: not null, Expired: 0 }).ToList();
            return new ProjectionSample(
                await HeldCounts.ReadAsync(context, projection, cancellationToken),
                now - oldest,
                parts.Count,
                parts.Count - followed.Count)
            {
                Followers = followed.CountBy(part => part.Owner!).ToDictionary(),
            };
        });

    public Task TryReadingAsync(CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => context.Set<ProjectionProgressRow>().AsNoTracking()
            .Select(row => row.Projection)
            .OrderBy(projection => projection)
            .Take(1)
            .ToListAsync(cancellationToken));

    public async Task TryWritingAsync(CancellationToken cancellationToken)
    {
        await WriteRefusal.TryAsync(() => _contexts.RunAsync(
            context => context.Set<ProjectionProgressRow>()
                .Where(row => row.Projection == string.Empty)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(progress => progress.Position, progress => progress.Position), cancellationToken)));
        refused.OfProjections.Throw();
    }

    private static async Task<DateTimeOffset?> OldestAsync(TContext context, string projection, CancellationToken cancellationToken)
    {
        var parked = await OldestOfAsync(context, projection, HoldReason.Parked, cancellationToken);
        var retrying = await OldestOfAsync(context, projection, HoldReason.Retrying, cancellationToken);
        return parked is null || retrying < parked ? retrying : parked;
    }

    private static Task<DateTimeOffset?> OldestOfAsync(
        TContext context, string projection, HoldReason reason, CancellationToken cancellationToken) =>
        context.HeldEvents(projection, reason)
            .OrderBy(row => row.RetryAt)
            .Take(ProjectionStatus.CountLimit)
            .OrderBy(row => row.HeldSince)
            .Select(row => (DateTimeOffset?)row.HeldSince)
            .FirstOrDefaultAsync(cancellationToken);

    private CheckpointStatements StatementsFor(TContext context) => _checkpoints ??= new CheckpointStatements(context);
}
