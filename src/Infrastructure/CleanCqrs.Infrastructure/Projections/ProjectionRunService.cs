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
                logger.UncleanEndFound(unclean, projection.Name);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.RunNotRecorded(projection.Name, exception.Message);
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
            logger.EndNotRecorded(projection.Name, exception.Message);
        }
    }
}
