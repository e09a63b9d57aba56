using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Telemetry;

public sealed class MetricsTests : TelemetryTest
{
    [Fact]
    public async Task The_relay_counts_what_became_of_its_messages()
    {
        var host = BuildRelay();
        await host.OpenAsync("a", "b", "c");
        Time.Advance(TimeSpan.FromSeconds(30));
        Outgoing.Answer = envelope => envelope.StreamId switch
        {
            "a" => PublishResult.Acknowledged,
            "b" => PublishResult.Rejected("too large"),
            _ => PublishResult.Failed("no leader"),
        };
        Outgoing.BeforeAnswering = _ =>
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        };
        using var recorder = new TelemetryRecorder();

        await host.Relay.PublishBatchAsync(Token);

        recorder.Outcomes("cleancqrs.outbox.messages").ShouldBe("failed 1, published 1, rejected 1");
        recorder.Of("cleancqrs.outbox.batch.size").Single().Value.ShouldBe(3);
        recorder.Of("cleancqrs.outbox.publish.duration").Single().Value.ShouldBe(2);
        recorder.Of("cleancqrs.outbox.lag").Single().Value.ShouldBe(32);
    }

    [Fact]
    public async Task A_transport_that_throws_counts_as_failed_messages()
    {
        var host = BuildRelay();
        await host.OpenAsync("a", "b");
        Outgoing.BeforeAnswering = _ => throw new TimeoutException("no answer");
        using var recorder = new TelemetryRecorder();

        await host.Relay.PublishBatchAsync(Token);

        recorder.Outcomes("cleancqrs.outbox.messages").ShouldBe("failed 2");
    }

    [Fact]
    public async Task An_empty_outbox_reports_nothing()
    {
        var host = BuildRelay();
        using var recorder = new TelemetryRecorder();

        await host.Relay.PublishBatchAsync(Token);

        recorder.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_projection_counts_what_it_applies_and_how_late_it_is()
    {
        var host = await StartProjectionAsync();
        var events = EventsOf(host, "a", 4);
        using var recorder = new TelemetryRecorder();

        await Incoming.DeliverAsync(events[0], events[1], events[3]);
        await Incoming.DeliverAsync(events[0], events[3]);
        await Incoming.DeliverAsync(events[2]);

        recorder.Outcomes("cleancqrs.projection.events").ShouldBe("applied 4, parked 1");
        recorder.Of("cleancqrs.projection.batch.size").Select(figure => figure.Value).ShouldBe([3, 2, 1]);
        recorder.Of("cleancqrs.projection.lag").Count.ShouldBe(4);
        recorder.Of("cleancqrs.projection.lag").ShouldAllBe(figure =>
            figure.Value == 60 && figure.Tags["cleancqrs.projection"] as string == BankSetup.Statements);
    }

    [Fact]
    public async Task A_projection_counts_failures_and_dead_letters()
    {
        var host = await StartProjectionAsync(maxAttempts: 2);
        host.Probe.FailAt("a", 2);
        using var recorder = new TelemetryRecorder();

        await Incoming.DeliverAsync(EventsOf(host, "a", 3));
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return recorder.Outcomes("cleancqrs.projection.events").Contains("dead_lettered", StringComparison.Ordinal);
            },
            "the second attempt has failed");

        recorder.Outcomes("cleancqrs.projection.events").ShouldBe("applied 1, dead_lettered 1, failed 1, parked 1");
    }

    [Fact]
    public async Task A_projection_counts_each_unreadable_message_once()
    {
        await StartProjectionAsync();
        var message = new UnreadableMessage(new LogPosition("bank.accounts.opened", 0, 1), null, null, [], "no id");
        using var recorder = new TelemetryRecorder();

        await Incoming.DeliverUnreadableAsync(message);
        await Incoming.DeliverUnreadableAsync(message);

        recorder.Of("cleancqrs.projection.unreadable_messages").Sum(figure => figure.Value).ShouldBe(1);
    }

    /// <summary>Opened, then deposits; recorded a minute ago.</summary>
    private List<EventEnvelope> EventsOf(BankHost host, string id, int events)
    {
        var account = Account.Open(id);
        account.DepositAll(Enumerable.Repeat(1L, events - 1));
        return host.EnvelopesOf(account).ConvertAll(envelope => envelope with { OccurredAt = Time.GetUtcNow() - TimeSpan.FromMinutes(1) });
    }
}
