using System.Net.Http.Json;
using Ordering.IntegrationTests.Logs;
using OrderingHost = Ordering.HostProcess.OrderingHost;

namespace Ordering.IntegrationTests.Telemetry;

/// <summary>The real host sends its telemetry where the variables of OpenTelemetry say.</summary>
public sealed class TelemetryExportTests
{
    [Fact(Timeout = TestRun.Deadline)]
    public async Task The_host_exports_traces_metrics_and_logs_where_the_variables_of_OpenTelemetry_say()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var host = OrderingHost.Prepare();
        host.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address;
        host.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        host.Environment["OTEL_SERVICE_NAME"] = "orders-of-the-test";
        host.Environment["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=a-test";
        host.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        host.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        await host.StartAsync();

        await PlaceOrderAsync(host);

        await Eventually.HoldsAsync(
            () => receiver.Has("traces", "POST /api/orders", "CreateOrderCommand", "publish outbox", "ecommerce.orders.created"),
            "the spans from the request to the read model have come");
        await Eventually.HoldsAsync(
            () => receiver.Has(
                "metrics", "cleancqrs.outbox.messages", "cleancqrs.projection.lag", "http.server.request.duration", "dotnet.gc."),
            "the metrics have come");
        await Eventually.HoldsAsync(() => receiver.Has("logs", "Listening on "), "the log has come");
        foreach (var signal in new[] { "traces", "metrics", "logs" })
        {
            receiver.Has(signal, "orders-of-the-test", "deployment.environment.name", "a-test").ShouldBeTrue(signal);
        }

        receiver.Has("traces", "/health").ShouldBeFalse();
    }

    private static async Task PlaceOrderAsync(OrderingHost host)
    {
        using var client = await Member.SignInAsync(host);
        using var placed = await client.PostAsJsonAsync("/api/orders", new { productId = "85123A", quantity = 1 }, TestRun.Token);
        placed.EnsureSuccessStatusCode();
    }
}
