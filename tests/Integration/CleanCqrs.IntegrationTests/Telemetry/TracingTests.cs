using System.Diagnostics;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Telemetry;

public sealed class TracingTests : TelemetryTest
{
    private const string Command = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task An_event_is_projected_in_the_trace_of_the_command_that_raised_it()
    {
        using var recorder = new TelemetryRecorder();
        var host = await Bank.StartAsync();
        using (var command = new Activity("command").SetParentId(Command).Start())
        {
            await host.OpenAsync("a");
        }

        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened", "the event is projected");
        await Eventually.HoldsAsync(Bank.EverythingIsPublished, "the outbox is empty");

        var published = (await host.OutboxTraces.TraceAsync("a", Token)).Single().Envelope.TraceParent;
        var span = recorder.Spans.Single(item => item.Kind == ActivityKind.Consumer);
        span.OperationName.ShouldBe("process bank.accounts.opened");
        span.ParentId.ShouldBe(published);
        span.TraceId.ToString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        span.GetTagItem("cleancqrs.event.type").ShouldBe("bank.accounts.opened.v1");
        span.GetTagItem("messaging.system").ShouldBe("in_process");
        span.GetTagItem("messaging.operation.type").ShouldBe("process");
        span.GetTagItem("messaging.destination.name").ShouldBe("bank.accounts.opened");
        span.GetTagItem("messaging.consumer.group.name").ShouldBe(BankSetup.Statements);
        span.GetTagItem("cleancqrs.outcome").ShouldBe("applied");
        span.GetTagItem("cleancqrs.stream.id").ShouldBe("a");
        span.GetTagItem("cleancqrs.stream.version").ShouldBe(1L);
    }

    [Fact]
    public async Task A_batch_of_the_relay_is_linked_to_each_trace_that_it_carries_on()
    {
        var host = BuildRelay();
        using (var command = new Activity("command").SetParentId(Command).Start())
        {
            await host.OpenAsync("a", "b");
        }

        await host.OpenAsync("c");
        using var recorder = new TelemetryRecorder();

        await host.Relay.PublishBatchAsync(Token);

        var span = recorder.Spans.Single();
        (span.OperationName, span.ParentId, span.Status).ShouldBe(("publish outbox", null, ActivityStatusCode.Unset));
        span.GetTagItem("messaging.batch.message_count").ShouldBe(3);
        span.Links.Single().Context.TraceId.ToString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
    }

    [Fact]
    public async Task A_batch_that_is_not_taken_whole_is_a_span_with_an_error()
    {
        var host = BuildRelay();
        await host.OpenAsync("a", "b");
        Outgoing.Answer = ScriptedTransport.RejectingOnly("b/1");
        using var recorder = new TelemetryRecorder();

        await host.Relay.PublishBatchAsync(Token);

        var span = recorder.Spans.Single();
        (span.Status, span.StatusDescription).ShouldBe((ActivityStatusCode.Error, "rejected"));
    }

    [Fact]
    public async Task A_retry_is_in_the_same_trace_and_linked_to_the_attempt_that_failed_also_after_a_restart()
    {
        using var recorder = new TelemetryRecorder();
        var first = await StartProjectionAsync();
        first.Probe.FailAt("a", 1);
        await Incoming.DeliverAsync(Opened(first) with { TraceParent = Command });
        var failed = recorder.Spans[^1];
        (failed.Status, failed.StatusDescription).ShouldBe((ActivityStatusCode.Error, "InvalidOperationException"));
        await first.StopAsync();

        var second = await StartProjectionAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return await second.FindTrailAsync("a") == "opened";
            },
            "the retry succeeds");

        var retry = recorder.Spans[^1];
        retry.ParentId.ShouldBe(Command);
        retry.Status.ShouldBe(ActivityStatusCode.Unset);
        retry.Links.Single().Context.SpanId.ShouldBe(failed.SpanId);
        failed.ParentId.ShouldBe(Command);
        failed.Links.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_span_ends_with_the_transaction_and_those_that_a_bad_event_takes_along_say_that_nothing_came_of_them()
    {
        var host = await StartProjectionAsync();
        host.Probe.FailAt("b", 1);
        var events = new[] { "a", "b" }.SelectMany(id => host.EnvelopesOf(Account.Open(id))).ToArray();
        using var recorder = new TelemetryRecorder();

        await Incoming.DeliverAsync(events);

        OutcomesOf("a").ShouldBe(["rolled_back", "applied"]);
        OutcomesOf("b").ShouldBe(["failed", "failed"]);
        recorder.Spans.Where(span => span.GetTagItem("error.type") is not null)
            .ShouldAllBe(span => span.GetTagItem("error.type") as string == nameof(InvalidOperationException));
        recorder.Of("messaging.client.consumed.messages").Single().Value.ShouldBe(2);
        recorder.Of("messaging.process.duration").Count(figure => figure.Tags.ContainsKey("error.type")).ShouldBe(2);

        IEnumerable<object?> OutcomesOf(string stream) => recorder.Spans
            .Where(span => span.GetTagItem("cleancqrs.stream.id") as string == stream)
            .Select(span => span.GetTagItem("cleancqrs.outcome"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("garbage")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    public async Task A_trace_context_that_can_not_be_read_is_none(string? traceParent)
    {
        using var recorder = new TelemetryRecorder();
        var host = await StartProjectionAsync();

        await Incoming.DeliverAsync(Opened(host) with { TraceParent = traceParent });

        (await host.FindTrailAsync("a")).ShouldBe("opened");
        recorder.Spans.Single().ParentId.ShouldBeNull();
    }

    private static EventEnvelope Opened(BankHost host) => host.EnvelopesOf(Account.Open("a")).Single();
}
