using CleanCqrs.Application.Outbox;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CleanCqrs.WebUi.Health;

internal sealed class WriteModelHealthCheck(IOutboxStore outbox) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await outbox.FindOutageAsync(cancellationToken) is { } outage
            ? HealthCheckResult.Degraded(
                $"Commands are accepted and their events kept, but the transport has taken none in {outage.Attempts} attempts.")
            : HealthCheckResult.Healthy();
}
