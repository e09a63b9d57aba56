using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal sealed class EfOutboxOperations<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock) : IOutboxOperations, IOutboxTraces
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var messages = context.Set<OutboxMessageRow>().AsNoTracking();
            var pending = messages.Where(row => row.Status == OutboxMessageStatus.Pending);
            var oldest = await pending.OrderBy(row => row.Position)
                .Select(row => new { row.Position, row.OccurredAt })
                .FirstOrDefaultAsync(cancellationToken);
            var pendingCount = await pending.CountUpToLimitAsync(row => row.Status, cancellationToken);
            var deadLetters = await messages.Where(row => row.Status == OutboxMessageStatus.DeadLetter)
                .CountUpToLimitAsync(row => row.Status, cancellationToken);
            var positions = messages.Select(row => row.Position);
            var first = await positions.OrderBy(position => position).FirstOrDefaultAsync(cancellationToken);
            var last = await positions.OrderByDescending(position => position).FirstOrDefaultAsync(cancellationToken);
            return new OutboxStatus(
                pendingCount,
                deadLetters,
                await context.Set<OutboxBlockedStreamRow>().CountUpToLimitAsync(row => row.StreamId, cancellationToken),
                first == 0 ? 0 : PublishedBetween(first, last, pendingCount, deadLetters, oldest?.Position),
                oldest?.OccurredAt,
                await OutboxOutageRow.FindAsync(context, clock, cancellationToken));
        });

    public Task<IReadOnlyList<OutboxEventTrace>> TraceAsync(string streamId, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<OutboxEventTrace>>(async context =>
        {
            var rows = await context.Set<OutboxMessageRow>().AsNoTracking()
                .Where(row => row.StreamId == streamId)
                .OrderBy(row => row.StreamVersion)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => row.ToTrace());
        });

    public Task<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<OutboxDeadLetter>>(async context =>
        {
            var rows = await context.Set<OutboxMessageRow>().AsNoTracking()
                .Where(row => row.Status == OutboxMessageStatus.DeadLetter)
                .OrderBy(row => row.StreamId).ThenBy(row => row.StreamVersion)
                .Take(maxCount)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => new OutboxDeadLetter(row.ToMessage(), row.Error ?? string.Empty));
        });

    /// <summary>Where so many are pending that they are not counted to the end, all that lies before them has been published.</summary>
    private static long PublishedBetween(long first, long last, long pending, long deadLetters, long? oldestPending) => Math.Max(
        0, (pending < OutboxStatus.CountLimit ? last - first + 1 - pending : (oldestPending ?? first) - first) - deadLetters);
}
