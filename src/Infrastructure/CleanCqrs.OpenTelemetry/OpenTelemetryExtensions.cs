using CleanCqrs.Application;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CleanCqrs.OpenTelemetry;

/// <summary>Lets OpenTelemetry see what CleanCqrs does.</summary>
public static class OpenTelemetryExtensions
{
    /// <summary>
    /// Adds the spans of the library: commands and queries, batches of the relay, messages on their way to a broker, and events on their
    /// way into a read model. docs/operations.md lists them.
    /// </summary>
    /// <param name="builder">The tracer provider that is being built.</param>
    /// <returns>The same.</returns>
    public static TracerProviderBuilder AddCleanCqrsInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(CleanCqrsDiagnostics.SourceName);
    }

    /// <summary>Adds the metrics of the library and of the transports that are in use. docs/operations.md lists them.</summary>
    /// <param name="builder">The meter provider that is being built.</param>
    /// <returns>The same.</returns>
    public static MeterProviderBuilder AddCleanCqrsInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // Transports have meters of their own, and this package knows none of them.
        return builder.AddMeter(CleanCqrsDiagnostics.MeterName, $"{CleanCqrsDiagnostics.MeterName}.*");
    }
}
