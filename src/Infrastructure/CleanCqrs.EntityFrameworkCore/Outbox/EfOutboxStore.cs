using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Leases;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal sealed class EfOutboxStore<TContext>(IServiceScopeFactory scopes, IDatabaseClock clock) : IOutboxStore
    where TContext : DbContext
{
    /// <summary>From 5,000 on, SQL Server locks the whole table instead of its rows.</summary>
    private const int MaxRowsOfStatement = 1_000;

    private readonly ContextPerCall<TContext> _contexts = new(scopes);
    private LeaseStatements? _leases;

    public Task<IReadOnlyList<OutboxMessage>> ReadPendingAsync(
        BucketLease lease,
        int maxCount,
        TimeSpan longestWait,
        IReadOnlyCollection<long> inHand,
        CancellationToken cancellationToken) =>
        _contexts.RunAsync<IReadOnlyList<OutboxMessage>>(async context =>
        {
            var now = await clock.NowAsync(context, cancellationToken);
            var latest = now + longestWait;
            var blocked = context.Set<OutboxBlockedStreamRow>();
            var rows = context.Set<OutboxMessageRow>().AsNoTracking().Where(row => row.Status == OutboxMessageStatus.Pending);
            if (lease.Ranges.Count < Bucket.RangeCount)
            {
                // By bucket and not by range, which would be an expression of which no database knows how many rows it leaves.
                var buckets = lease.Ranges.SelectMany(leased => Enumerable.Range(leased.Range * Bucket.RangeSize, Bucket.RangeSize))
                    .ToList();
                rows = rows.Where(row => buckets.Contains(row.Bucket));
            }

            if (inHand.Count > 0)
            {
                long[] positionsInHand = [.. inHand];
                rows = rows.Where(row => !EF.Parameter(positionsInHand).Contains(row.Position));
            }

            rows = rows
                .Where(row => !context.Set<OutboxOutageRow>().Any(outage => outage.RetryAt > now && outage.RetryAt <= latest))
                .Where(row => !blocked.Any(
                    stream => stream.StreamId == row.StreamId
                        && (stream.RetryAt == null || (stream.RetryAt > now && stream.RetryAt <= latest))))
                .OrderBy(row => row.Position)
                .Take(maxCount);
            if (Dialect.Of(context.Database.ProviderName).NeedsKeys)
            {
                // The index tells which ones they are, and the table is asked for these alone.
                var positions = rows.Select(row => row.Position);
                rows = context.Set<OutboxMessageRow>().AsNoTracking()
                    .Where(row => positions.Contains(row.Position))
                    .OrderBy(row => row.Position);
            }

            var due = await rows.ToListAsync(cancellationToken);
            return due.ConvertAll(row => row.ToMessage());
        });

    public Task<IReadOnlyCollection<int>> RecordAsync(
        BucketLease lease, IReadOnlyCollection<OutboxOutcome> outcomes, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            var now = await clock.NowAsync(context, cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            await context.Database.EndTransactionWhenIdleAsync(cancellationToken);
            var lost = await FindLostAsync(context, lease, cancellationToken);
            var ours = lost.Count == 0
                ? outcomes
                : [.. outcomes.Where(outcome => !lost.Contains(Bucket.RangeOf(outcome.Message.Envelope.StreamId)))];
            var acknowledged = ours.Where(outcome => outcome.Result.Outcome == PublishOutcome.Acknowledged).ToList();
            var recovered = acknowledged.Where(outcome => outcome.Message.Attempts > 0).Select(outcome => outcome.Message.Envelope.StreamId)
                .ToList();
            await MarkPublishedAsync(context, acknowledged, now, cancellationToken);
            await UnblockAsync(context, recovered, cancellationToken);
            foreach (var outcome in ours.Where(outcome => outcome.Result.Outcome != PublishOutcome.Acknowledged))
            {
                await BlockAsync(context, outcome, now, cancellationToken);
            }

            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return lost;
        }));

    public Task<TransportOutage?> FindOutageAsync(CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => OutboxOutageRow.FindAsync(context, clock, cancellationToken));

    public Task RecordOutageAsync(TransportOutage? outage, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context => outage is null
            ? await context.Set<OutboxOutageRow>().ExecuteDeleteAsync(cancellationToken)
            : await SaveOutageAsync(context, outage with { Error = StorableText.Of(outage.Error) }, cancellationToken));

    private async Task<int> SaveOutageAsync(TContext context, TransportOutage outage, CancellationToken cancellationToken)
    {
        var retryAt = await clock.NowAsync(context, cancellationToken) + outage.RetryAfter;
        var changed = await context.Set<OutboxOutageRow>().ExecuteUpdateAsync(
            row => row
                .SetProperty(stored => stored.Attempts, outage.Attempts)
                .SetProperty(stored => stored.RetryAt, retryAt)
                .SetProperty(stored => stored.Error, outage.Error),
            cancellationToken);
        return changed > 0 ? changed : await InsertOutageAsync(context, outage, retryAt, cancellationToken);
    }

    private static async Task<int> InsertOutageAsync(
        TContext context, TransportOutage outage, DateTimeOffset retryAt, CancellationToken cancellationToken)
    {
        try
        {
            context.Add(new OutboxOutageRow { Attempts = outage.Attempts, RetryAt = retryAt, Error = outage.Error });
            return await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception.InnerException))
        {
            // Another instance has put the same outage on record in this moment: one is enough.
            return 0;
        }
    }

    /// <summary>
    /// The ranges of a lease that somebody else has taken over. The rows of the others are written to, though nothing in them changes: so
    /// they stay locked until the end of the transaction, and a takeover waits for it.
    /// </summary>
    private async Task<IReadOnlyCollection<int>> FindLostAsync(TContext context, BucketLease lease, CancellationToken cancellationToken)
    {
        var ranges = lease.Ranges.OrderBy(range => range.Range).ToList();
        object[] parameters = [lease.Owner, .. ranges.SelectMany(range => new object[] { range.Range, range.Epoch })];
        if (ranges.Count > 0
            && await context.Database.ExecuteSqlRawAsync(
                LeasesOf(context).Keep(ranges.Count), parameters, cancellationToken) == ranges.Count)
        {
            return [];
        }

        var stored = await context.Set<OutboxLeaseRow>().AsNoTracking().ToListAsync(cancellationToken);
        return [.. ranges
            .Where(range => !stored.Exists(
                row => row.BucketRange == range.Range && row.Owner == lease.Owner && row.Epoch == range.Epoch))
            .Select(range => range.Range)];
    }

    private LeaseStatements LeasesOf(TContext context) => _leases ??= new LeaseStatements(context);

    private static async Task<int> MarkPublishedAsync(
        TContext context, List<OutboxOutcome> acknowledged, DateTimeOffset publishedAt, CancellationToken cancellationToken)
    {
        var marked = 0;
        foreach (var batch in acknowledged.Select(outcome => outcome.Message.Position).Chunk(MaxRowsOfStatement))
        {
            marked += Dialect.Of(context.Database.ProviderName) is { NeedsKeys: true } dialect
                ? await MarkByKeysAsync(context, dialect, batch, publishedAt, cancellationToken)
                : await MarkAsync(context, batch, publishedAt, cancellationToken);
        }

        return marked;
    }

    private static Task<int> MarkAsync(
        TContext context, long[] positions, DateTimeOffset publishedAt, CancellationToken cancellationToken) =>
        context.Set<OutboxMessageRow>()
            .Where(row => EF.Parameter(positions).Contains(row.Position) && row.Status == OutboxMessageStatus.Pending)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(message => message.Status, OutboxMessageStatus.Published)
                    .SetProperty(message => message.PublishedAt, publishedAt)
                    .SetProperty(message => message.Error, (string?)null),
                cancellationToken);

    private static Task<int> MarkByKeysAsync(
        TContext context, Dialect dialect, long[] positions, DateTimeOffset publishedAt, CancellationToken cancellationToken)
    {
        var table = new StoredTable(context.Model.FindEntityType(typeof(OutboxMessageRow))!, context);
        var rows = new RowBatch(table.Name, EntityState.Modified, positions.Length,
        [
            Column(nameof(OutboxMessageRow.Status), OutboxMessageStatus.Published),
            Column(nameof(OutboxMessageRow.PublishedAt), publishedAt),
            Column(nameof(OutboxMessageRow.Error), null),
            table.Column(nameof(OutboxMessageRow.Position), isCondition: true, [.. positions.Cast<object?>()]),
            Column(nameof(OutboxMessageRow.Status), OutboxMessageStatus.Pending, isCondition: true),
        ]);
        return dialect.RowWriter.WriteAsync(context, rows, cancellationToken);

        RowColumn Column(string property, object? value, bool isCondition = false) =>
            table.Column(property, isCondition, [.. Enumerable.Repeat(value, positions.Length)]);
    }

    private static async Task UnblockAsync(TContext context, List<string> streamIds, CancellationToken cancellationToken)
    {
        if (streamIds.Count > 0)
        {
            await context.Set<OutboxBlockedStreamRow>().OfStreams(context, streamIds).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static async Task BlockAsync(
        TContext context, OutboxOutcome outcome, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rejected = outcome.Result.Outcome == PublishOutcome.Rejected;
        var status = rejected ? OutboxMessageStatus.DeadLetter : OutboxMessageStatus.Pending;
        var error = StorableText.Of(outcome.Result.Error ?? string.Empty);
        var changed = await context.Set<OutboxMessageRow>()
            .Where(row => row.Position == outcome.Message.Position && row.Status == OutboxMessageStatus.Pending)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(message => message.Status, status)
                    .SetProperty(message => message.Attempts, message => message.Attempts + 1)
                    .SetProperty(message => message.Error, error),
                cancellationToken);
        if (changed == 0)
        {
            // It is published or a dead letter already: its stream waits for nothing that this outcome knows of.
            return;
        }

        var streamId = outcome.Message.Envelope.StreamId;
        var blocked = await context.Set<OutboxBlockedStreamRow>().FindAsync([streamId], cancellationToken)
            ?? context.Add(new OutboxBlockedStreamRow { StreamId = streamId, Error = error }).Entity;
        blocked.RetryAt = rejected ? null : now + outcome.RetryAfter;
        blocked.Error = error;
    }
}
