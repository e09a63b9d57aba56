using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ordering.Application.Orders.Projections;

namespace Ordering.Infrastructure.Products;

/// <summary>
/// Runs <see cref="ProductDetailsCompletion"/>: at start, when a projector has left something waiting, and, in case another process has,
/// once a minute. While the product service is away it tries again after 1, 2, 4, up to 30 seconds.
/// </summary>
internal sealed class ProductDetailsCompletionService(
    IServiceScopeFactory scopes,
    PendingProductDetailsSignal signal,
    TimeProvider timeProvider,
    ILogger<ProductDetailsCompletionService> logger)
    : BackgroundService
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _safetyInterval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await CompleteAsync(stoppingToken);
            await signal.Raised.WaitAsync(_safetyInterval, timeProvider, stoppingToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing);
            if (signal.Raised.IsCompleted)
            {
                // The service was away a moment ago; and a burst of signals is worth one look.
                await Task.Delay(_firstPause, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task CompleteAsync(CancellationToken stoppingToken)
    {
        for (var pause = _firstPause; !await TryCompleteAsync(stoppingToken); pause = pause * 2 < _longestPause ? pause * 2 : _longestPause)
        {
            await Task.Delay(pause, timeProvider, stoppingToken);
        }
    }

    private async Task<bool> TryCompleteAsync(CancellationToken stoppingToken)
    {
        signal.Lower();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<ProductDetailsCompletion>().CompleteAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "Summaries that wait for their product details could not be completed; it is tried again.");
            return false;
        }
    }
}
