using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CleanCqrs.WebUi.Health;

/// <summary>The health of one part.</summary>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
/// <param name="Reason">Why, in a sentence; <see langword="null"/> when there is nothing to say.</param>
public sealed record HealthOfPart(string Status, string? Reason)
{
    // The description of a failed check is the message of its exception, which may hold a connection string: it belongs into the log.
    internal static HealthOfPart Of(HealthReportEntry entry) => new(
        entry.Status.ToString(),
        entry.Exception is { } exception ? $"The check failed with {exception.GetType().Name}; the log says more." : entry.Description);
}
