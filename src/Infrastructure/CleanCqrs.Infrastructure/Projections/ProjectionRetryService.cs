using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using CleanCqrs.Infrastructure.Diagnostics;
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

    /// <summary>One that takes its time, and in the end is late, does not hold up all others.</summary>
    private const int Concurrency = 4;

    private readonly FailureRun _failing = new(timeProvider);

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
                logger.RetryInterrupted(exception, projection.Name);
            }
        }
    }

    private async Task<TimeSpan> RetryDueAsync(CancellationToken stoppingToken)
    {
        try
        {
            var due = await store.ReadDueAsync(projection.Name, BatchSize, Options.Retry.MaxDelay, stoppingToken);
            await runner.ApplyAsync([.. due.Events.Where(IsFollower).Select(held => held.Envelope)], stoppingToken);
            await Parallel.ForEachAsync(
                due.Events.Where(held => !IsFollower(held)).GroupBy(held => held.Envelope.StreamId),
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = Concurrency,
                    CancellationToken = stoppingToken,
                    TaskScheduler = runner.Scheduler,
                },
                async (stream, token) =>
                {
                    foreach (var held in stream)
                    {
                        await RetryAsync(held, token);
                    }
                });

            if (_failing.Succeed(out var failures))
            {
                logger.DueEventsReadAgain(projection.Name, failures);
            }

            var untilNext = due.NextIn is { } next && next < Options.PollInterval ? next : Options.PollInterval;
            return due.Events.Count > 0 ? TimeSpan.Zero : untilNext;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            var isToBeSaid = _failing.Fail(out var failures);
            var delay = Options.Retry.DelayAfter(failures);
            if (isToBeSaid)
            {
                logger.DueEventsNotRead(
                    failures == 1 ? LogLevel.Error : LogLevel.Warning,
                    failures == 1 ? exception : null,
                    projection.Name,
                    exception.Message,
                    delay);
            }

            return delay;
        }
    }

    /// <summary>Whether an event only waited for its predecessor: it is applied with others, and with what follows it.</summary>
    private static bool IsFollower(HeldEvent held) => held is { Attempts: 0, Error: null };

    /// <summary>
    /// Every instance looks for due events, and finds the same. Who comes second has nothing to do for that one, and goes on with the next.
    /// </summary>
    private async Task RetryAsync(HeldEvent held, CancellationToken stoppingToken)
    {
        try
        {
            await runner.ApplyOneAsync(held.Envelope, FailedEvent.IsSuspect(held), stoppingToken);
        }
        catch (ConcurrencyConflictException exception)
        {
            logger.LeftToOtherInstance(exception, held.Envelope.StreamId, held.Envelope.StreamVersion);
        }
    }
}
