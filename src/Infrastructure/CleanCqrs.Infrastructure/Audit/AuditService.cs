using CleanCqrs.Application.Audit;
using CleanCqrs.Application.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>
/// Makes audits that nobody has begun by hand: on the schedule, when the follower of a projection finds another history than it has seen,
/// and again some time after one has found something.
/// </summary>
internal sealed class AuditService(
    IServiceProvider services,
    IAudits audits,
    AuditRequests requests,
    AuditFindings findings,
    IOptions<AuditOptions> options,
    TimeProvider timeProvider,
    ILogger<AuditService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (services.GetService<IWriteModelStreams>() is null
            || services.GetService<IReadModelStreams>() is null
            || services.GetService<IEventHistory>() is null)
        {
            return;
        }

        try
        {
            await Task.WhenAll(OnScheduleAsync(stoppingToken), OnRequestAsync(stoppingToken), AgainAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task OnScheduleAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Interval is { } interval)
        {
            await Task.Delay(interval, timeProvider, stoppingToken);
            await TryAsync([], stoppingToken);
        }
    }

    private async Task OnRequestAsync(CancellationToken stoppingToken)
    {
        while (await requests.WaitAsync(stoppingToken))
        {
            var projections = requests.Take();
            while (!await TryAsync(projections, stoppingToken))
            {
                await Task.Delay(options.Value.RepeatAfter, timeProvider, stoppingToken);
            }
        }
    }

    private async Task AgainAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(options.Value.RepeatAfter, timeProvider, stoppingToken);
            if (findings.Different() is { Count: > 0 } different)
            {
                await TryAsync(different, stoppingToken);
            }
        }
    }

    /// <returns>Whether it came to its end; if not, that is on record and in the log.</returns>
    private async Task<bool> TryAsync(IReadOnlyCollection<string> projections, CancellationToken stoppingToken)
    {
        try
        {
            await audits.RunAsync(projections, stoppingToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            logger.AuditComesLater(exception, string.Join(", ", projections));
            return false;
        }
    }
}
