using CleanCqrs.Application.Persistence;
using CleanCqrs.EntityFrameworkCore.Clocks;
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
internal sealed class EfRetentionStore<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock) : IRetentionStore
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);

    public Task<RetentionBatch> DeletePublishedAsync(
        TimeSpan age, long afterPosition, long upToPosition, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var now = await clock.NowAsync(context, cancellationToken);
            var before = Before(age, now);
            var batch = await context.Set<OutboxMessageRow>().AsNoTracking()
                .Where(row => row.Position > afterPosition && row.Position <= upToPosition)
                .OrderBy(row => row.Position)
                .Take(maxCount)
                .Select(row => new { row.Position, row.Status, row.OccurredAt, row.PublishedAt })
                .ToListAsync(cancellationToken);

            // The walk ends with a batch of which everything published is younger: what follows was recorded later, and the rest of the
            // table is never read. When a message was recorded counts only where none is published, for that is told by any clock. What was
            // given up is settled as well.
            var published = batch.FindAll(row => row.Status is OutboxMessageStatus.Published or OutboxMessageStatus.Discarded);
            var positions = published.FindAll(row => row.PublishedAt < before).ConvertAll(row => row.Position);
            var deleted = positions.Count == 0
                ? 0
                : await context.Database.CreateExecutionStrategy().ExecuteAsync(
                    () => DeleteAsync(context, positions, now, cancellationToken));
            var goesOn = batch.Count == maxCount && (positions.Count > 0
                || (published.Count == 0 && batch.Exists(row => row.OccurredAt < before)));
            return new RetentionBatch(deleted, goesOn ? batch[^1].Position : null);
        });

    public Task<int> CountOldAsync(TimeSpan age, long afterPosition, int maxCount, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var before = Before(age, await clock.NowAsync(context, cancellationToken));
            var batch = context.Set<OutboxMessageRow>().AsNoTracking()
                .Where(row => row.Position > afterPosition)
                .OrderBy(row => row.Position)
                .Take(maxCount);
            return (int)await batch.LongCountAsync(
                row => row.Status == OutboxMessageStatus.Published && row.PublishedAt < before, cancellationToken);
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

    /// <summary>Who begins to read history later has to know that a part of it is gone.</summary>
    private static async Task<int> DeleteAsync(
        TContext context, List<long> positions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var deleted = await context.Set<OutboxMessageRow>().Where(row => EF.Parameter(positions).Contains(row.Position))
            .ExecuteDeleteAsync(cancellationToken);
        var last = positions[^1];
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
