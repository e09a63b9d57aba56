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
    private readonly FailureRun _failing = new(timeProvider);

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
            if (_failing.Succeed(out var failures))
            {
                logger.HistoryReadableAgain(projection.Name, failures);
            }

            return Interval;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            var isToBeSaid = _failing.Fail(out var failures);
            pulse.Fail(exception);
            var delay = Options.Retry.DelayAfter(failures);
            if (isToBeSaid)
            {
                logger.HistoryNotReadable(
                    failures == 1 ? LogLevel.Error : LogLevel.Warning,
                    failures == 1 ? exception : null,
                    projection.Name,
                    exception.Message,
                    delay);
            }

            return delay;
        }
    }
}
