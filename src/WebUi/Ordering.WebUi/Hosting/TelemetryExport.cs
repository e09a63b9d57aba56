using CleanCqrs.OpenTelemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ordering.WebUi.Hosting;

/// <summary>
/// Sends traces, metrics and logs by OTLP, when the variables that OpenTelemetry has for that name an address. All its variables are
/// honoured.
/// </summary>
internal static class TelemetryExport
{
    private const string ServiceName = "ordering";

    private static readonly string[] _addresses =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        if (_addresses.All(address => string.IsNullOrWhiteSpace(builder.Configuration[address])))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            // The variables come last: they may give the service another name.
            .ConfigureResource(resource => resource.Clear().AddTelemetrySdk().AddService(ServiceName).AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing
                .AddCleanCqrsInstrumentation()
                .AddAspNetCoreInstrumentation(requests => requests.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics
                .AddCleanCqrsInstrumentation()
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithLogging()
            .UseOtlpExporter();
    }
}
