using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using CleanCqrs.Application;
using CleanCqrs.KafkaCluster;
using Ordering.IntegrationTests.Persistence;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Telemetry;

/// <summary>From the request over the command, the outbox and the transport to the commit in the read model it is one trace.</summary>
public sealed class OneTraceTests : IDisposable
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public OneTraceTests()
    {
        // Other tests of this process are at work at the same time.
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is CleanCqrsDiagnostics.SourceName or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == _trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Within_the_process()
    {
        await using var databases = new TestDatabases("Sqlite");
        await using var host = await OrderingHost.StartAsync(databases.Folder, "Development", databases.Settings);

        await PlaceOrderAsync(host);

        var command = CommandInRequest();
        var process = Of(ActivityKind.Consumer);
        process.ParentSpanId.ShouldBe(command.SpanId);
        process.GetTagItem("messaging.system").ShouldBe("in_process");
    }

    [Fact(Timeout = TestRun.Deadline)]
    public async Task Across_Kafka()
    {
        await using var cluster = await KafkaClusterFixture.StartAsync();
        var prefix = KafkaNames.Unique("trace") + ".";
        await cluster.CreateTopicAsync(prefix + "ecommerce.orders.created", 4);
        await cluster.CreateTopicAsync(prefix + "ecommerce.orders.cancelled", 4);
        await using var databases = new TestDatabases("Sqlite");
        await using var host = await OrderingHost.StartAsync(
            databases.Folder,
            "Development",
            [
                .. databases.Settings,
                "--Transport=Kafka",
                $"--Kafka:BootstrapServers={cluster.BootstrapServers}",
                $"--Kafka:NamePrefix={prefix}",
                "--Kafka:Settings:fetch.wait.max.ms=10",
            ]);

        await PlaceOrderAsync(host);

        var command = CommandInRequest();
        var (publish, process) = (Of(ActivityKind.Producer), Of(ActivityKind.Consumer));
        publish.ParentSpanId.ShouldBe(command.SpanId);
        process.ParentSpanId.ShouldBe(publish.SpanId);
        process.OperationName.ShouldBe($"process {prefix}ecommerce.orders.created");
        foreach (var tag in new[]
            {
                "messaging.system", "messaging.destination.name", "messaging.message.id", "messaging.destination.partition.id",
                "messaging.kafka.offset",
            })
        {
            process.GetTagItem(tag).ShouldNotBeNull(tag);
            process.GetTagItem(tag).ShouldBe(publish.GetTagItem(tag), tag);
        }
    }

    /// <summary>Until the span of the projection has ended, which it does with the commit.</summary>
    private async Task PlaceOrderAsync(OrderingHost host)
    {
        var member = await host.MemberAsync("member-1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders")
        {
            Content = Json.Text("""{"productId":"85123A","quantity":6}"""),
            Headers = { { "traceparent", $"00-{_trace}-b7ad6b7169203331-01" } },
        };
        using var accepted = await member.SendAsync(request, TestRun.Token);

        accepted.StatusCode.ShouldBe(HttpStatusCode.Created);
        await Eventually.HoldsAsync(() => _spans.Any(span => span.Kind == ActivityKind.Consumer), "the event is applied");
        Of(ActivityKind.Consumer).GetTagItem("cleancqrs.outcome").ShouldBe("applied");
        _spans.ShouldAllBe(span => span.TraceId == _trace);
        (await member.GetAsync(accepted.Headers.Location, TestRun.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Activity CommandInRequest()
    {
        var command = _spans.Single(span => span.OperationName == "CreateOrderCommand");
        command.ParentSpanId.ShouldBe(Of(ActivityKind.Server).SpanId);
        return command;
    }

    private Activity Of(ActivityKind kind) => _spans.Single(span => span.Kind == kind);
}
