using CleanCqrs.Application.Signals;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>Runs the relay while the host runs, and drains the outbox while the host stops.</summary>
internal sealed class RelayService(
    OutboxRelay relay,
    CommitSignal commits,
    IOptions<OutboxRelayOptions> options,
    TimeProvider timeProvider,
    ILogger<OutboxRelay> logger,
    Pulses? pulses = null)
    : BackgroundService
{
    private static readonly TimeSpan _releaseTimeout = TimeSpan.FromSeconds(5);
    private readonly Pulse? _pulse = pulses?.Of(Pulses.Relay);
    private readonly Signal _committed = new(timeProvider);
    private readonly FailureRun _failing = new(timeProvider);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = commits.Listen(commit =>
        {
            if (commit is OutboxCommit)
            {
                _committed.Notify();
            }
        });
        await Task.Yield();
        using var drainDeadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, timeProvider);
        await using var arm = stoppingToken.Register(() => drainDeadline.CancelAfter(options.Value.DrainTimeout));
        while (!drainDeadline.IsCancellationRequested)
        {
            var round = await RunRoundAsync(drainDeadline.Token);
            if (round.Handled > 0)
            {
                continue;
            }

            if (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            await WaitAsync(round, stoppingToken);
        }

        await ReleaseAsync();
    }

    private async Task<RelayRound> RunRoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            _pulse?.Begin();
            var round = await relay.PublishBatchAsync(cancellationToken);
            _pulse?.Succeed();
            if (_failing.Succeed(out var failures))
            {
                logger.OutboxReadableAgain(failures);
            }

            return round;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new RelayRound(0, TimeSpan.Zero, IgnoreSignals: true);
        }
        catch (Exception exception)
        {
            // The database is away. One error at the start and one line a minute after it: a flood of the same trace helps nobody.
            var isToBeSaid = _failing.Fail(out var failures);
            _pulse?.Fail(exception);
            var delay = options.Value.Retry.DelayAfter(failures);
            if (isToBeSaid)
            {
                logger.OutboxNotReadable(
                    failures == 1 ? LogLevel.Error : LogLevel.Warning, failures == 1 ? exception : null, exception.Message, delay);
            }

            return new RelayRound(0, delay, IgnoreSignals: true);
        }
    }

    private async Task ReleaseAsync()
    {
        using var deadline = new CancellationTokenSource(_releaseTimeout, timeProvider);
        try
        {
            await relay.ReleaseAsync(deadline.Token);
        }
        catch (Exception exception)
        {
            logger.LeasesNotGivenUp(exception.Message, options.Value.Lease);
        }
    }

    private async Task WaitAsync(RelayRound round, CancellationToken stoppingToken)
    {
        // A relay that waits keeps its leases, unless it waits for the database.
        var wait = _failing.Count == 0 && round.Wait > relay.LeaseInterval ? relay.LeaseInterval : round.Wait;

        // Timers know whole milliseconds only: cut off, the last part of one would be no wait at all, again and again.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        try
        {
            if (round.IgnoreSignals)
            {
                await Task.Delay(wait, timeProvider, stoppingToken);
            }
            else
            {
                await _committed.WaitAsync(wait, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.RelayDrains();
        }
    }
}
