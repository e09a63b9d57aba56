using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
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
            var oldest = await pending.OrderBy(row => row.Position).Select(row => (DateTimeOffset?)row.OccurredAt)
                .FirstOrDefaultAsync(cancellationToken);
            var pendingCount = await pending.LongCountAsync(cancellationToken);
            var deadLetters = await messages.LongCountAsync(row => row.Status == OutboxMessageStatus.DeadLetter, cancellationToken);
            return new OutboxStatus(
                pendingCount,
                deadLetters,
                await context.Set<OutboxBlockedStreamRow>().LongCountAsync(cancellationToken),
                await messages.LongCountAsync(cancellationToken) - pendingCount - deadLetters,
                oldest,
                await OutboxOutageRow.FindAsync(context, clock, cancellationToken));
        });

    public Task<IReadOnlyList<OutboxEventTrace>> TraceAsync(string streamId, CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<OutboxEventTrace>>(async context =>
        {
            var rows = await context.Set<OutboxMessageRow>().AsNoTracking()
                .Where(row => row.StreamId == streamId)
                .OrderBy(row => row.StreamVersion)
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(row => new OutboxEventTrace(row.ToMessage().Envelope, row.PublishedAt, row.Error));
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

    public Task<bool> RedriveAsync(string streamId, CancellationToken cancellationToken) =>
        _contexts.RunAsync(
            context => context.Database.CreateExecutionStrategy().ExecuteAsync(() => RedriveAsync(context, streamId, cancellationToken)));

    private static async Task<bool> RedriveAsync(TContext context, string streamId, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var redriven = await context.Set<OutboxMessageRow>()
            .Where(row => row.StreamId == streamId && row.Status == OutboxMessageStatus.DeadLetter)
            .ExecuteUpdateAsync(
                row => row.SetProperty(message => message.Status, OutboxMessageStatus.Pending).SetProperty(message => message.Attempts, 0),
                cancellationToken);
        if (redriven > 0)
        {
            await context.Set<OutboxBlockedStreamRow>().Where(row => row.StreamId == streamId).ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return redriven > 0;
    }
}
