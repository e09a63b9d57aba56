using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.Health;

internal sealed class ReadModelHealthCheck(IProjectionPositions positions, IOptions<OperationsOptions> options) : IHealthCheck
{
    private const string AnyStream = "health";

    // Looking for one position touches the database as cheaply as can be; counting everything on every probe would not.
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var projection in options.Value.Projections)
        {
            await positions.FindPositionAsync(projection, AnyStream, cancellationToken);
        }

        return HealthCheckResult.Healthy();
    }
}
