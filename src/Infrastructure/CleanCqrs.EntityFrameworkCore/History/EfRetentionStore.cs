using CleanCqrs.Application.Persistence;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using CleanCqrs.EntityFrameworkCore.Outbox;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>
/// Reads a batch without locking anything, then deletes it by its keys in one statement. The rows are old and nobody else writes to them,
/// so no writer meets the locks; and they are too few for SQL Server to lock the table instead.
/// </summary>
internal sealed class EfRetentionStore<TContext>(IServiceScopeFactory scopes, TimeProvider timeProvider) : IRetentionStore
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<RetentionBatch> DeletePublishedAsync(
        DateTimeOffset before, long afterPosition, long upToPosition, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var batch = await context.Set<OutboxMessageRow>().AsNoTracking()
                .Where(row => row.Position > afterPosition && row.Position <= upToPosition)
                .OrderBy(row => row.Position)
                .Take(maxCount)
                .Select(row => new { row.Position, row.Status, row.OccurredAt, row.PublishedAt })
                .ToListAsync(cancellationToken);

            // What was recorded later can't have been published earlier: there the walk ends, and the rest of the table is never read.
            var old = batch.TakeWhile(row => row.OccurredAt < before).ToList();
            var positions = old
                .Where(row => row.Status == OutboxMessageStatus.Published && row.PublishedAt < before)
                .Select(row => row.Position)
                .ToList();
            var deleted = positions.Count == 0
                ? 0
                : await context.Database.CreateExecutionStrategy().ExecuteAsync(
                    () => DeleteAsync(context, positions, cancellationToken));
            return new RetentionBatch(deleted, old.Count == maxCount ? old[^1].Position : null);
        });

    public Task<int> CountOldAsync(DateTimeOffset before, long afterPosition, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var batch = context.Set<OutboxMessageRow>().AsNoTracking()
                .Where(row => row.Position > afterPosition)
                .OrderBy(row => row.Position)
                .Take(maxCount);
            return (int)await batch.LongCountAsync(
                row => row.Status == OutboxMessageStatus.Published && row.PublishedAt < before, cancellationToken);
        });

    public Task<int> DeleteIdempotencyKeysAsync(DateTimeOffset before, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var oldest = await context.Set<IdempotencyRow>().AsNoTracking()
                .Where(row => row.CreatedAt < before)
                .OrderBy(row => row.CreatedAt)
                .Take(maxCount)
                .Select(row => new { row.Scope, row.Key })
                .ToListAsync(cancellationToken);
            if (oldest.Count == 0)
            {
                return 0;
            }

            var table = new StoredTable(context.Model.FindEntityType(typeof(IdempotencyRow))!, context);
            var rows = new RowBatch(table.Name, EntityState.Deleted, oldest.Count,
            [
                table.Column(nameof(IdempotencyRow.Scope), isCondition: true, oldest.ConvertAll(row => (object?)row.Scope)),
                table.Column(nameof(IdempotencyRow.Key), isCondition: true, oldest.ConvertAll(row => (object?)row.Key)),
            ]);
            return await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                var deleted = await Dialect.Of(context.Database.ProviderName).RowWriter.WriteAsync(context, rows, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return deleted;
            });
        });

    /// <summary>Who begins to read history later has to know that a part of it is gone.</summary>
    private async Task<int> DeleteAsync(TContext context, List<long> positions, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var deleted = await context.Set<OutboxMessageRow>().Where(row => EF.Parameter(positions).Contains(row.Position))
            .ExecuteDeleteAsync(cancellationToken);
        var (last, now) = (positions[^1], timeProvider.GetUtcNow());
        var marks = context.Set<OutboxHistoryReaderRow>().Where(row => row.Name == OutboxHistoryReaderRow.Retention);
        if (await marks.ExecuteUpdateAsync(
            row => row
                .SetProperty(mark => mark.Position, mark => mark.Position > last ? mark.Position : last)
                .SetProperty(mark => mark.UpdatedAt, now),
            cancellationToken) == 0)
        {
            context.ChangeTracker.Clear();
            context.Add(new OutboxHistoryReaderRow { Name = OutboxHistoryReaderRow.Retention, Position = last, UpdatedAt = now });
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return deleted;
    }
}
