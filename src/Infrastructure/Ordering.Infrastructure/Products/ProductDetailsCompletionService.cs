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

    private long? _saidAt;

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
            var isComplete = await scope.ServiceProvider.GetRequiredService<ProductDetailsCompletion>().CompleteAsync(stoppingToken);
            if (_saidAt is not null)
            {
                _saidAt = null;
                logger.CompletionWorksAgain();
            }

            return isComplete;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            // One line when it begins, and one a minute while it lasts.
            if (_saidAt is not { } then || timeProvider.GetElapsedTime(then) >= _safetyInterval)
            {
                logger.CompletionFailed(_saidAt is null ? exception : null, exception.Message);
                _saidAt = timeProvider.GetTimestamp();
            }

            return false;
        }
    }
}
