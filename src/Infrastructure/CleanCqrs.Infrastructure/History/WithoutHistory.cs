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
            logger.LogInformation(
                "Projection {Projection} knows no history of events in this host, so it has what the transport delivers and nothing else. "
                    + "Give the host the write database (UseOutbox<TWriteContext>()), or have it read the topics "
                    + "(Kafka:Consumer:ReadsHistory), where a projection should catch up and heal by itself",
                projection.Name);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
