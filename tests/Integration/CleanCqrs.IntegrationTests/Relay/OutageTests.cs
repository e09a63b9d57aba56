using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Relay;

public sealed class OutageTests : RelayTest
{
    private static readonly Func<EventEnvelope, PublishResult> _away = _ => PublishResult.Failed("broker away");

    [Fact]
    public async Task A_transport_that_takes_nothing_is_an_outage_on_record()
    {
        var host = Build();
        await host.OpenAsync("a", "b");
        Transport.Answer = _away;

        var round = await host.Relay.PublishBatchAsync(Token);

        round.Handled.ShouldBe(0);
        round.Wait.ShouldBe(TimeSpan.FromSeconds(1));
        round.IgnoreSignals.ShouldBeTrue("new commits must not hammer a transport that rests");
        var outage = (await host.OutboxOperations.GetStatusAsync(Token)).Outage.ShouldNotBeNull();
        (outage.Attempts, outage.RetryAfter, outage.Error).ShouldBe((1, TimeSpan.FromSeconds(1), "broker away"));
        Bank.Outbox().ShouldAllBe(message => message.Status == "pending" && message.Attempts == 0);
    }

    [Fact]
    public async Task A_transport_that_throws_is_an_outage_on_record()
    {
        var host = Build();
        await host.OpenAsync("a", "b");
        Transport.BeforeAnswering = _ => throw new TimeoutException("no answer");

        await host.Relay.PublishBatchAsync(Token);

        (await host.Outbox.FindOutageAsync(Token)).ShouldNotBeNull().Error.ShouldBe("TimeoutException: no answer");
    }

    [Fact]
    public async Task An_outage_is_waited_for_with_doubling_pauses_up_to_the_longest()
    {
        var host = Build();
        await host.OpenAsync("a", "b");
        Transport.Answer = _away;

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            (await host.Relay.PublishBatchAsync(Token)).Wait.ShouldBe(TimeSpan.FromSeconds(seconds));
            (await host.Relay.PublishBatchAsync(Token)).Wait.ShouldBe(TimeSpan.FromSeconds(seconds), "the transport rests");
            Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        Transport.Batches.Count.ShouldBe(8);
    }

    [Fact]
    public async Task An_outage_ends_with_the_first_acknowledged_event_and_the_log_says_so()
    {
        var host = Build();
        await host.OpenAsync("a", "b");
        Transport.Answer = _away;
        await host.Relay.PublishBatchAsync(Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        await host.Relay.PublishBatchAsync(Token);
        Time.Advance(TimeSpan.FromSeconds(2));

        Transport.Answer = ScriptedTransport.RejectingOnly();
        await PublishEverythingAsync(host);

        Transport.Delivered.ShouldBe(["a/1", "b/1"]);
        (await host.Outbox.FindOutageAsync(Token)).ShouldBeNull();
        host.Log.Select(line => (line.Level, line.Message)).ShouldBe(
        [
            (LogLevel.Warning, "The transport takes no messages (broker away); attempt 1, next in 00:00:01"),
            (LogLevel.Information, "The transport takes messages again, after 2 failed attempts"),
        ]);
    }

    [Fact]
    public async Task Another_relay_on_the_same_database_waits_too_and_goes_on_counting()
    {
        var first = Build();
        await first.OpenAsync("a", "b");
        Transport.Answer = _away;
        await first.Relay.PublishBatchAsync(Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        await first.Relay.PublishBatchAsync(Token);

        var second = BuildSuccessor();
        (await second.Relay.PublishBatchAsync(Token)).Wait.ShouldBe(TimeSpan.FromSeconds(2), "the transport rests");
        Transport.Batches.Count.ShouldBe(2, "the second relay did not ask");
        Time.Advance(TimeSpan.FromSeconds(2));
        (await second.Relay.PublishBatchAsync(Token)).Wait.ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task An_outage_that_two_relays_meet_at_the_same_time_counts_once()
    {
        var (first, second) = (Build(), Build());
        await ShareAsync(first, second);
        await first.OpenAsync(Enumerable.Range(0, 40).Select(number => $"account-{number}"));
        Transport.Answer = _away;
        Transport.BeforeAnswering = async _ =>
        {
            Transport.BeforeAnswering = _ => Task.CompletedTask;
            (await second.Relay.PublishBatchAsync(Token)).Wait.ShouldBe(TimeSpan.FromSeconds(1));
        };

        (await first.Relay.PublishBatchAsync(Token)).Wait.ShouldBe(TimeSpan.FromSeconds(1));

        Transport.Batches.Count.ShouldBe(2, "both have tried");
        (await first.Outbox.FindOutageAsync(Token)).ShouldNotBeNull().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_relay_that_has_not_seen_an_outage_puts_its_end_on_record()
    {
        var (first, second) = (Build(), Build());
        await ShareAsync(first, second);
        await first.OpenAsync(Enumerable.Range(0, 40).Select(number => $"account-{number}"));
        Transport.Answer = _away;
        await first.Relay.PublishBatchAsync(Token);
        Time.Advance(TimeSpan.FromMinutes(1));

        Transport.Answer = ScriptedTransport.RejectingOnly();
        (await second.Relay.PublishBatchAsync(Token)).Handled.ShouldBePositive();

        (await first.Outbox.FindOutageAsync(Token)).ShouldBeNull();
    }

    /// <summary>Gives each relay half of the ranges.</summary>
    private static async Task ShareAsync(params BankHost[] hosts)
    {
        for (var round = 0; round < 2; round++)
        {
            foreach (var host in hosts)
            {
                await host.Leases.AcquireAsync(TimeSpan.FromHours(1), Token);
            }
        }
    }
}
