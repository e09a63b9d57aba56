using CleanCqrs.Application.Projections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Puts on record that this process runs a projection, before it receives anything, and that it has ended in order, when it receives
/// nothing any more.
/// </summary>
internal sealed class ProjectionRunService(
    Projection projection,
    ProjectionRunner runner,
    TimeProvider timeProvider,
    ILogger<ProjectionRunService> logger,
    IProjectionRuns? runs = null)
    : IHostedLifecycleService
{
    private bool _isOnRecord;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (runs is null)
        {
            return;
        }

        try
        {
            var unclean = await runs.BeginAsync(projection.Name, timeProvider.GetUtcNow(), cancellationToken);
            _isOnRecord = true;
            if (unclean > 0)
            {
                runner.Caution.Begin();
                logger.LogWarning(
                    "{Count} processes that ran projection {Projection} on this machine have not ended in order. In case one of its events "
                        + "is the reason, events are applied one by one for a while, and each attempt is on record before it is made",
                    unclean,
                    projection.Name);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(
                "It could not be put on record that projection {Projection} runs here ({Error}): if this process is killed, the next one "
                    + "does not know of it",
                projection.Name,
                exception.Message);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (!_isOnRecord || runs is null)
        {
            return;
        }

        try
        {
            await runs.EndAsync(projection.Name, cancellationToken);
        }
        catch (Exception exception)
        {
            logger.LogWarning(
                "It could not be put on record that projection {Projection} has ended in order ({Error}): the next one will be careful for "
                    + "a while",
                projection.Name,
                exception.Message);
        }
    }
}
