using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class EfProjectionStore<TContext>(IServiceScopeFactory scopes) : IProjectionStore
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public async Task RunAsync(string projection, Func<IProjectionSession, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var outer = scopes.CreateAsyncScope();
        var strategy = outer.ServiceProvider.GetRequiredService<TContext>().Database.CreateExecutionStrategy();
        await strategy.ExecuteAsync(
            async token =>
            {
                await using var scope = scopes.CreateAsyncScope();
                var context = scope.ServiceProvider.GetRequiredService<TContext>();
                await using var session = new EfProjectionSession(projection, context, scope.ServiceProvider);
                await work(session, token);
            },
            cancellationToken);
    }

    public Task<StreamPosition?> FindPositionAsync(string projection, string streamId, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => context.Set<ProjectionStreamRow>().AsNoTracking()
            .Where(row => row.Projection == projection && row.StreamId == streamId)
            .Select(row => new StreamPosition(row.StreamId, row.Version, row.FirstAppliedAt, row.LastAppliedAt))
            .SingleOrDefaultAsync(cancellationToken));

    public Task<DueEvents> ReadDueAsync(string projection, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var retrying = Held(context, projection, HoldReason.Retrying);
            var rows = await retrying.Where(row => row.RetryAt <= now).OrderBy(row => row.RetryAt).Take(maxCount).ToListAsync(cancellationToken);
            var next = await retrying.Where(row => row.RetryAt > now).OrderBy(row => row.RetryAt).Select(row => row.RetryAt)
                .FirstOrDefaultAsync(cancellationToken);
            if (rows.Count == 0)
            {
                rows = await Stranded(context, projection).OrderBy(row => row.StreamId).Take(maxCount).ToListAsync(cancellationToken);
            }

            return new DueEvents(rows.ConvertAll(row => row.ToHeldEvent()), rows.Count == maxCount ? now : next);
        });

    public Task<ProjectionStatus> GetStatusAsync(string projection, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context => new ProjectionStatus(
            projection,
            await context.Set<ProjectionStreamRow>().LongCountAsync(row => row.Projection == projection, cancellationToken),
            await Held(context, projection, HoldReason.Parked).LongCountAsync(cancellationToken),
            await Held(context, projection, HoldReason.Retrying).LongCountAsync(cancellationToken),
            await Held(context, projection, HoldReason.DeadLetter).LongCountAsync(cancellationToken),
            await context.Set<UnreadableMessageRow>().LongCountAsync(row => row.Projection == projection, cancellationToken)));

    public Task<IReadOnlyList<HeldEvent>> ListHeldAsync(string projection, HoldReason reason, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<HeldEvent>>(async context =>
        {
            var rows = await Held(context, projection, reason)
                .OrderBy(row => row.StreamId).ThenBy(row => row.StreamVersion)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => row.ToHeldEvent());
        });

    public Task<bool> RedriveAsync(string projection, string streamId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context => await context.Set<HeldEventRow>()
            .Where(row => row.Projection == projection && row.StreamId == streamId && row.Reason == HoldReason.DeadLetter)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(held => held.Reason, HoldReason.Retrying)
                    .SetProperty(held => held.RetryAt, now)
                    .SetProperty(held => held.Attempts, 0),
                cancellationToken) > 0);

    public Task<IReadOnlyList<UnreadableMessage>> KeepUnreadableAsync(
        string projection, IReadOnlyList<UnreadableMessage> messages, DateTimeOffset now, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<UnreadableMessage>>(async context =>
        {
            var found = messages.DistinctBy(message => message.Position).ToList();
            var kept = await FindKeptAsync(context, projection, found, cancellationToken);
            var added = found.FindAll(message => !kept.Contains(message.Position));
            context.AddRange(added.Select(message => UnreadableMessageRow.Of(projection, message, now)));
            try
            {
                await context.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (UniqueViolation.Is(exception.InnerException))
            {
                throw new ConcurrencyConflictException($"Another instance of projection {projection} keeps one of these messages already.", exception);
            }

            return added;
        });

    public Task<IReadOnlyList<KeptMessage>> ListUnreadableAsync(string projection, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<KeptMessage>>(async context =>
        {
            var rows = await context.Set<UnreadableMessageRow>().AsNoTracking()
                .Where(row => row.Projection == projection)
                .OrderByDescending(row => row.ReceivedAt).ThenBy(row => row.Topic).ThenBy(row => row.LogPartition).ThenByDescending(row => row.LogOffset)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => row.ToKeptMessage());
        });

    private static async Task<HashSet<LogPosition>> FindKeptAsync(
        TContext context, string projection, List<UnreadableMessage> messages, CancellationToken cancellationToken)
    {
        var kept = new HashSet<LogPosition>();
        var ours = context.Set<UnreadableMessageRow>().Where(row => row.Projection == projection);
        foreach (var log in messages.GroupBy(message => (message.Position.Topic, message.Position.Partition), message => message.Position.Offset))
        {
            var offsets = log.ToList();
            kept.UnionWith(await ours
                .Where(row => row.Topic == log.Key.Topic && row.LogPartition == log.Key.Partition)
                .Where(row => EF.Parameter(offsets).Contains(row.LogOffset))
                .Select(row => new LogPosition(row.Topic, row.LogPartition, row.LogOffset))
                .ToListAsync(cancellationToken));
        }

        return kept;
    }

    /// <summary>
    /// Parked events whose predecessor is applied: the one was parked while the other was being committed, and neither saw the other. They may be applied
    /// themselves by then, when they were delivered to two instances.
    /// </summary>
    private static IQueryable<HeldEventRow> Stranded(TContext context, string projection) =>
        Held(context, projection, HoldReason.Parked).Where(row => context.Set<ProjectionStreamRow>().Any(
            stream => stream.Projection == projection && stream.StreamId == row.StreamId && stream.Version >= row.StreamVersion - 1));

    private static IQueryable<HeldEventRow> Held(TContext context, string projection, HoldReason reason) =>
        context.Set<HeldEventRow>().AsNoTracking().Where(row => row.Projection == projection && row.Reason == reason);
}
