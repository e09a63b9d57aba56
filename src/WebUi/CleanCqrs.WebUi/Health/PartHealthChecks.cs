using CleanCqrs.Application.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.Health;

/// <summary>Adds a check for each part that is watched over.</summary>
internal sealed class PartHealthChecks(IPipelineHealth health) : IConfigureOptions<HealthCheckServiceOptions>
{
    public void Configure(HealthCheckServiceOptions options)
    {
        foreach (var part in health.Parts)
        {
            options.Registrations.Add(
                new HealthCheckRegistration(part, new PartHealthCheck(health, part), failureStatus: null, tags: null));
        }
    }
}
