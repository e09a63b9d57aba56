using CleanCqrs.Application.Persistence;
using CleanCqrs.EntityFrameworkCore.Clocks;
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
internal sealed class EfRetentionStore<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock) : IRetentionStore
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<RetentionBatch> DeletePublishedAsync(
        TimeSpan age, long afterPosition, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var before = Before(age, await clock.NowAsync(context, cancellationToken));
            var messages = context.Set<OutboxMessageRow>();
            var batch = await messages.AsNoTracking()
                .Where(row => row.Position > afterPosition)
                .OrderBy(row => row.Position)
                .Take(maxCount)
                .Select(row => new { row.Position, row.Status, row.OccurredAt, row.PublishedAt })
                .ToListAsync(cancellationToken);

            // The walk ends with a batch of which everything published is younger: what follows was recorded later, and the rest of the
            // table is never read. When a message was recorded counts only where none is published, for that is told by any clock.
            var published = batch.FindAll(row => row.Status == OutboxMessageStatus.Published);
            var positions = published.FindAll(row => row.PublishedAt < before).ConvertAll(row => row.Position);
            var deleted = positions.Count == 0
                ? 0
                : await messages.Where(row => EF.Parameter(positions).Contains(row.Position)).ExecuteDeleteAsync(cancellationToken);
            var goesOn = batch.Count == maxCount && (positions.Count > 0
                || (published.Count == 0 && batch.Exists(row => row.OccurredAt < before)));
            return new RetentionBatch(deleted, goesOn ? batch[^1].Position : null);
        });

    public Task<int> DeleteIdempotencyKeysAsync(TimeSpan age, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var before = Before(age, await clock.NowAsync(context, cancellationToken));
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

    private static DateTimeOffset Before(TimeSpan age, DateTimeOffset now) =>
        age < now - DateTimeOffset.MinValue ? now - age : DateTimeOffset.MinValue;
}
