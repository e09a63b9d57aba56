using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Subscribes a projection before any other part of the host starts, and leaves after all of them have stopped: a relay that publishes
/// finds it there.
/// </summary>
internal sealed class ProjectionService(
    Projection projection,
    ProjectionRunner runner,
    IEventTransport transport,
    IIntegrationEventTypes types,
    ILogger<ProjectionService> logger,
    IHistoryCheckpoints? checkpoints = null)
    : IHostedLifecycleService
{
    private IAsyncDisposable? _membership;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await TakeOverAsync(cancellationToken);
        _membership = await transport.SubscribeAsync(new TransportSubscription(
            projection.Name, types.Topics, runner.HandleAsync, runner.HandleUnreadableAsync), cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_membership is not null)
        {
            await LeaveAsync(_membership, cancellationToken);
        }
    }

    /// <summary>A handler that hangs must neither hold up the host for ever nor make its end a failure.</summary>
    private async Task LeaveAsync(IAsyncDisposable membership, CancellationToken cancellationToken)
    {
        try
        {
            await membership.DisposeAsync().AsTask().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.ProjectionNotEnded(projection.Name);
        }
    }

    /// <summary>Before the first event comes under the new name: it would find a projection that has seen nothing.</summary>
    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        foreach (var formerly in checkpoints is null ? [] : projection.FormerNames)
        {
            if (await checkpoints!.TakeOverAsync(projection.Name, formerly, cancellationToken))
            {
                logger.ProgressTakenOver(projection.Name, formerly);
            }
        }
    }
}
