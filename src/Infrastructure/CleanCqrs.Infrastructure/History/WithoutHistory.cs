using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.History;

/// <summary>Stands where a projection can't be compared with history, and says so.</summary>
internal sealed class WithoutHistory(Projection projection, CatchUps catchUps, ILogger<WithoutHistory> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (catchUps.Of(projection.Name).SaysFirst())
        {
            logger.NoHistory(projection.Name);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
