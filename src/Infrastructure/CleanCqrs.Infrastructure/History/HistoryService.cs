using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.History;

/// <summary>Works in rounds while the host runs. A round that fails is repeated on the schedule of the projection.</summary>
internal abstract class HistoryService(
    Projection projection, IOptionsMonitor<ProjectionOptions> options, Pulse pulse, TimeProvider timeProvider, ILogger logger)
    : BackgroundService
{
    private int _failures;

    protected TimeProvider Clock => timeProvider;

    protected ProjectionOptions Options => options.Get(projection.Name);

    /// <summary>How long to wait between two rounds.</summary>
    protected abstract TimeSpan Interval { get; }

    protected abstract Task RunRoundAsync(CancellationToken cancellationToken);

    protected virtual Task EndAsync() => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                await Task.Delay(await TryRoundAsync(stoppingToken), timeProvider, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await EndAsync();
        }
    }

    private async Task<TimeSpan> TryRoundAsync(CancellationToken stoppingToken)
    {
        try
        {
            pulse.Begin();
            await RunRoundAsync(stoppingToken);
            pulse.Succeed();
            if (_failures > 0)
            {
                logger.LogInformation(
                    "Projection {Projection} can compare itself with history again, after {Failures} failures", projection.Name, _failures);
                _failures = 0;
            }

            return Interval;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            _failures++;
            pulse.Fail(exception);
            var delay = Options.Retry.DelayAfter(_failures);
            logger.Log(
                _failures == 1 ? LogLevel.Error : LogLevel.Warning,
                _failures == 1 ? exception : null,
                "Projection {Projection} could not compare itself with history ({Error}); next attempt in {Delay}",
                projection.Name, exception.Message, delay);
            return delay;
        }
    }
}
