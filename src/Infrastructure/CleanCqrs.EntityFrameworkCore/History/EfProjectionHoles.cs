using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.History;

internal sealed class EfProjectionHoles<TContext>(IServiceScopeFactory scopes, CommitSignal commits, TimeProvider timeProvider)
    : IProjectionHoles
    where TContext : DbContext
{
    private const int BatchSize = 100;

    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<IReadOnlyList<ProjectionHole>> ListAsync(
        string projection, HoleState state, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<ProjectionHole>>(async context =>
        {
            var rows = await context.Set<ProjectionHoleRow>().AsNoTracking()
                .Where(row => row.Projection == projection && row.State == state)
                .OrderBy(row => row.StreamId).ThenBy(row => row.FromVersion)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => row.ToHole());
        });

    public async Task<bool> AcceptAsync(
        string projection, string streamId, string by, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(streamId);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var accepted = await _contexts.RunAsync(context => context.Database.CreateExecutionStrategy().ExecuteAsync(
            () => AcceptAsync(context, projection, streamId, by, reason, cancellationToken)));
        if (accepted)
        {
            // What is parked behind the hole has its turn.
            commits.Notify(new RedriveCommit(projection));
        }

        return accepted;
    }

    public async Task<int> AcceptAllAsync(string projection, string by, string reason, CancellationToken cancellationToken)
    {
        var accepted = 0;
        while (true)
        {
            var holes = await ListAsync(projection, HoleState.Open, BatchSize, cancellationToken);
            foreach (var hole in holes)
            {
                accepted += await AcceptAsync(projection, hole.StreamId, by, reason, cancellationToken) ? 1 : 0;
            }

            if (holes.Count < BatchSize)
            {
                return accepted;
            }
        }
    }

    private async Task<bool> AcceptAsync(
        TContext context, string projection, string streamId, string by, string reason, CancellationToken cancellationToken)
    {
        context.ChangeTracker.Clear();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var holes = await context.Set<ProjectionHoleRow>()
            .Where(row => row.Projection == projection && row.StreamId == streamId && row.State == HoleState.Open)
            .ToListAsync(cancellationToken);
        if (holes.Count == 0)
        {
            return false;
        }

        var now = timeProvider.GetUtcNow();
        foreach (var hole in holes)
        {
            (hole.State, hole.AcceptedAt, hole.AcceptedBy, hole.Reason) =
                (HoleState.Accepted, now, Dialects.StorableText.Of(by), Dialects.StorableText.Of(reason));
        }

        if (streamId.Length > 0)
        {
            await GoOnAsync(context, projection, streamId, holes.Max(hole => hole.ToVersion), now, cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task GoOnAsync(
        TContext context, string projection, string streamId, long version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stream = await context.Set<ProjectionStreamRow>()
            .SingleOrDefaultAsync(row => row.Projection == projection && row.StreamId == streamId, cancellationToken);
        if (stream is null)
        {
            context.Add(new ProjectionStreamRow
            {
                Projection = projection,
                StreamId = streamId,
                Version = version,
                FirstAppliedAt = now,
                LastAppliedAt = now,
            });
        }
        else if (stream.Version < version)
        {
            (stream.Version, stream.EventId) = (version, null);
        }
    }
}
