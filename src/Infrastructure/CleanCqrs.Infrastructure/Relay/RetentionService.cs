using CleanCqrs.Application.Persistence;
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
    IRetentionStore? store = null) : BackgroundService
{
    private const int BatchSize = 1_000;
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
            logger.LogWarning("Nothing more could be deleted for now ({Error}); next attempt in {Delay}", exception.Message, _interval);
        }
    }

    private async Task DeletePublishedAsync(IRetentionStore retention, CancellationToken cancellationToken)
    {
        if (options.Value.Retention is not { } kept)
        {
            return;
        }

        var deleted = 0L;
        long? position = 0;
        while (position is { } next)
        {
            var batch = await retention.DeletePublishedAsync(kept, next, BatchSize, cancellationToken);
            deleted += batch.Deleted;
            position = batch.NextPosition;
            await Task.Delay(_pause, timeProvider, cancellationToken);
        }

        Report(deleted, "messages that were published", kept);
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
            logger.LogInformation("Deleted {Count} {What} more than {Age} ago", deleted, what, age);
        }
    }
}
