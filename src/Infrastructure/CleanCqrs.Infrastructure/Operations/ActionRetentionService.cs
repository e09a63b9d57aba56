using CleanCqrs.Application.Operations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Operations;

/// <summary>
/// Keeps the trail of operators from growing for ever. Several instances may do the same at the same time: what one has deleted the others
/// don't find any more.
/// </summary>
internal sealed class ActionRetentionService(
    IEnumerable<IDeadLetterStore> stores,
    IOptions<OperationsOptions> options,
    TimeProvider timeProvider,
    ILogger<ActionRetentionService> logger) : BackgroundService
{
    private const int BatchSize = 1_000;
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    /// <summary>Between two batches, for writers: SQLite has one at a time.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A host that is just starting has more urgent things to do.
        while (true)
        {
            await Task.Delay(_interval, timeProvider, stoppingToken);
            foreach (var store in stores)
            {
                await DeleteAsync(store, stoppingToken);
            }
        }
    }

    private async Task DeleteAsync(IDeadLetterStore store, CancellationToken cancellationToken)
    {
        try
        {
            var kept = options.Value.ActionRetention;
            var deleted = 0L;
            int batch;
            do
            {
                batch = await store.DeleteActionsAsync(kept, BatchSize, cancellationToken);
                deleted += batch;
                await Task.Delay(_pause, timeProvider, cancellationToken);
            }
            while (batch >= BatchSize);

            if (deleted > 0)
            {
                logger.ActionsDeleted(deleted, kept);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.ActionsNotDeleted(exception.Message, _interval);
        }
    }
}
