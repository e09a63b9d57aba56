using CleanCqrs.Application.History;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>
/// Keeps the write database from growing for ever. Several instances may do the same at the same time: what one has deleted the others
/// don't find any more.
/// </summary>
internal sealed class RetentionService(
    IOptions<OutboxRelayOptions> options,
    TimeProvider timeProvider,
    ILogger<RetentionService> logger,
    IEnumerable<Projection> projections,
    IRetentionStore? store = null,
    IHistoryReaders? readers = null,
    IHistoryCheckpoints? checkpoints = null) : BackgroundService
{
    private const int BatchSize = 1_000;

    /// <summary>What is kept for a projection is counted up to this.</summary>
    private const int MaxCounted = 100_000;

    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(10);

    /// <summary>Between two batches, for writers: SQLite has one at a time.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (store is null)
        {
            return;
        }

        await Task.Yield();
        while (true)
        {
            await DeleteAsync(store, stoppingToken);
            await Task.Delay(_interval, timeProvider, stoppingToken);
        }
    }

    private async Task DeleteAsync(IRetentionStore retention, CancellationToken cancellationToken)
    {
        try
        {
            await DeletePublishedAsync(retention, cancellationToken);
            await DeleteIdempotencyKeysAsync(retention, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NothingDeleted(exception.Message, _interval);
        }
    }

    private async Task DeletePublishedAsync(IRetentionStore retention, CancellationToken cancellationToken)
    {
        if (options.Value.Retention is not { } kept)
        {
            return;
        }

        var slowest = await FindSlowestAsync(cancellationToken);
        var deleted = 0L;
        long? position = 0;
        while (position is { } next)
        {
            var batch = await retention.DeletePublishedAsync(
                kept, next, slowest?.Position ?? long.MaxValue, BatchSize, cancellationToken);
            deleted += batch.Deleted;
            position = batch.NextPosition;
            await Task.Delay(_pause, timeProvider, cancellationToken);
        }

        Report(deleted, "messages that were published", kept);
        if (slowest is not null)
        {
            await ReportKeptAsync(retention, slowest, kept, cancellationToken);
        }
    }

    /// <summary>The reader of history that has seen least. A projection of this host that has not read yet has seen nothing.</summary>
    private async Task<HistoryReader?> FindSlowestAsync(CancellationToken cancellationToken)
    {
        if (options.Value.DeleteUnseen || readers is null)
        {
            return null;
        }

        var known = await readers.ListAsync(cancellationToken);
        var begins = checkpoints is null ? null : projections.FirstOrDefault(own => known.All(reader => reader.Name != own.Name));
        if (begins is not null)
        {
            return new HistoryReader(begins.Name, 0, timeProvider.GetUtcNow());
        }

        return known.Count > 0 ? known[0] : null;
    }

    private async Task ReportKeptAsync(
        IRetentionStore retention, HistoryReader slowest, TimeSpan age, CancellationToken cancellationToken)
    {
        var count = await retention.CountOldAsync(age, slowest.Position, MaxCounted, cancellationToken);
        if (count > 0)
        {
            logger.MessagesKeptForProjection(count, age, slowest.Name, slowest.Position, slowest.UpdatedAt);
        }
    }

    private async Task DeleteIdempotencyKeysAsync(IRetentionStore retention, CancellationToken cancellationToken)
    {
        var kept = options.Value.IdempotencyRetention;
        var deleted = 0L;
        int batch;
        do
        {
            batch = await retention.DeleteIdempotencyKeysAsync(kept, BatchSize, cancellationToken);
            deleted += batch;
            await Task.Delay(_pause, timeProvider, cancellationToken);
        }
        while (batch >= BatchSize);

        Report(deleted, "idempotency keys that were created", kept);
    }

    private void Report(long deleted, string what, TimeSpan age)
    {
        if (deleted > 0)
        {
            logger.MessagesDeleted(deleted, what, age);
        }
    }
}
