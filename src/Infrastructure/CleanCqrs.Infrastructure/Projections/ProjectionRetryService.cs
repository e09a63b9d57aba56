using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Tries failed events of a projection again when they are due.</summary>
internal sealed class ProjectionRetryService(
    Projection projection,
    ProjectionRunner runner,
    IProjectionStore store,
    CommitSignal commits,
    IOptionsMonitor<ProjectionOptions> options,
    TimeProvider timeProvider,
    ILogger<ProjectionRetryService> logger)
    : BackgroundService
{
    private const int BatchSize = 100;

    private int _failures;

    private ProjectionOptions Options => options.Get(projection.Name);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var redrives = commits.Listen(commit =>
        {
            if (commit is RedriveCommit redrive && redrive.Projection == projection.Name)
            {
                runner.HeldChanged.Notify();
            }
        });
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wait = await RetryDueAsync(stoppingToken);
                if (wait > TimeSpan.Zero)
                {
                    await runner.HeldChanged.WaitAsync(wait, stoppingToken);
                }
            }
            catch (Exception exception) when (stoppingToken.IsCancellationRequested)
            {
                // Whatever the driver of the database calls it: what was not finished is still on record, and tried again after the start.
                logger.LogDebug(exception, "Projection {Projection} stops in the middle of a retry", projection.Name);
                return;
            }
        }
    }

    private async Task<TimeSpan> RetryDueAsync(CancellationToken stoppingToken)
    {
        try
        {
            var now = timeProvider.GetUtcNow();
            var due = await store.ReadDueAsync(projection.Name, now, BatchSize, stoppingToken);
            foreach (var held in due.Events)
            {
                await RetryAsync(held, stoppingToken);
            }

            _failures = 0;
            var untilNext = due.NextDue is { } next && next - now < Options.PollInterval ? next - now : Options.PollInterval;
            return due.Events.Count > 0 ? TimeSpan.Zero : untilNext;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            _failures++;
            var delay = Options.Retry.DelayAfter(_failures);
            logger.Log(
                _failures == 1 ? LogLevel.Error : LogLevel.Warning,
                _failures == 1 ? exception : null,
                "Projection {Projection} could not look for due events ({Error}); next attempt in {Delay}",
                projection.Name, exception.Message, delay);
            return delay;
        }
    }

    /// <summary>
    /// Every instance looks for due events, and finds the same. Who comes second has nothing to do for that one, and goes on with the next.
    /// </summary>
    private async Task RetryAsync(HeldEvent held, CancellationToken stoppingToken)
    {
        try
        {
            await runner.ApplyOneAsync(held.Envelope, stoppingToken);
        }
        catch (ConcurrencyConflictException exception)
        {
            logger.LogDebug(
                exception, "{StreamId}/{StreamVersion} is left to the other instance", held.Envelope.StreamId, held.Envelope.StreamVersion);
        }
    }
}
