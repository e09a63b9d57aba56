using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ordering.WebUi.Databases;

/// <summary>Degraded while a database that was away at the start has not been prepared.</summary>
internal sealed class DatabaseHealthCheck(DatabasePreparation preparation) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(preparation.Reasons is { Count: > 0 } reasons
            ? HealthCheckResult.Degraded(string.Join(' ', reasons))
            : HealthCheckResult.Healthy());
}
