using CleanCqrs.Application.Persistence;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// Reads a batch without locking anything, then deletes it by its keys in one statement. The rows are old and nobody else writes to them,
/// so no writer meets the locks; and they are too few for SQL Server to lock the table instead.
/// </summary>
internal sealed class EfRetentionStore<TContext>(IServiceScopeFactory scopes) : IRetentionStore
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<RetentionBatch> DeletePublishedAsync(
        DateTimeOffset before, long afterPosition, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var messages = context.Set<OutboxMessageRow>();
            var batch = await messages.AsNoTracking()
                .Where(row => row.Position > afterPosition)
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
                : await messages.Where(row => EF.Parameter(positions).Contains(row.Position)).ExecuteDeleteAsync(cancellationToken);
            return new RetentionBatch(deleted, old.Count == maxCount ? old[^1].Position : null);
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
}
