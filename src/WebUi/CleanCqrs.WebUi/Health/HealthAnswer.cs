using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CleanCqrs.WebUi.Health;

/// <summary>The health of the host.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> (it serves, and something waits) or <c>Unhealthy</c>.</param>
/// <param name="Parts">The health of each part, by its name.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, HealthOfPart> Parts)
{
    internal static HealthAnswer Of(HealthReport report) => new(
        report.Status.ToString(),
        report.Entries.ToDictionary(entry => entry.Key, entry => HealthOfPart.Of(entry.Value), StringComparer.Ordinal));
}
