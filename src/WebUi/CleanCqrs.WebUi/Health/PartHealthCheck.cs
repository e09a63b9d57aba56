using CleanCqrs.Application.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CleanCqrs.WebUi.Health;

/// <summary>Says what the samples say of one part.</summary>
internal sealed class PartHealthCheck(IPipelineHealth health, string part) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var found = health.List().Single(item => item.Part == part);
        return Task.FromResult(new HealthCheckResult(StatusOf(found.Status), found.Reason));
    }

    private static HealthStatus StatusOf(PartStatus status) => status switch
    {
        PartStatus.Healthy => HealthStatus.Healthy,
        PartStatus.Degraded => HealthStatus.Degraded,
        _ => HealthStatus.Unhealthy,
    };
}
