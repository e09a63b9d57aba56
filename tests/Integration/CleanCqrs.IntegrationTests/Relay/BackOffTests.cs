using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Relay;

public sealed class BackOffTests : RelayTest
{
    [Fact]
    public async Task A_failed_stream_backs_off_while_others_flow_and_recovers_in_order()
    {
        var host = Build();
        await host.OpenAsync("a", "b");
        await host.ChangeAsync("a", account => account.Deposit(1));
        Transport.Answer = ScriptedTransport.FailingOnly("a/1");
        await PublishEverythingAsync(host);
        Transport.Delivered.ShouldBe(["b/1"]);
        Bank.Outbox()[0].ShouldSatisfyAllConditions(
            message => message.Status.ShouldBe("pending"),
            message => message.Attempts.ShouldBe(1),
            message => message.Error.ShouldBe("no leader"));

        Transport.Answer = ScriptedTransport.FailingOnly();
        Time.Advance(TimeSpan.FromSeconds(1));
        await PublishEverythingAsync(host);

        Transport.Delivered.ShouldBe(["b/1", "a/1", "a/2"]);
        (await host.OutboxOperations.GetStatusAsync(Token)).BlockedStreams.ShouldBe(0, "recovery clears the back-off");
    }

    [Fact]
    public async Task The_back_off_of_a_stream_doubles_from_failure_to_failure()
    {
        var host = Build();
        await host.OpenAsync("a");
        Transport.Answer = ScriptedTransport.FailingOnly("a/1");
        foreach (var (other, seconds) in new[] { ("b", 1), ("c", 2), ("d", 4) })
        {
            await host.OpenAsync(other);
            await host.Relay.PublishBatchAsync(Token);
            Transport.Batches[^1].ShouldContain("a/1");

            Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            (await host.Relay.PublishBatchAsync(Token)).Handled.ShouldBe(0, $"{seconds} seconds are not over");
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public async Task An_event_behind_a_failed_one_has_had_no_attempt_of_its_own()
    {
        var host = Build();
        await host.OpenAsync("a", "b");
        await host.ChangeAsync("a", account => account.Deposit(1));
        Transport.Answer = ScriptedTransport.FailingOnly("a/1");

        await host.Relay.PublishBatchAsync(Token);

        Bank.Outbox().Select(message => (message.Name, message.Attempts)).ShouldBe([("a/1", 1), ("b/1", 0), ("a/2", 0)]);
    }

    [Fact]
    public async Task A_stream_whose_first_event_recovers_and_whose_second_is_rejected_waits_behind_the_second()
    {
        var host = Build();
        await host.OpenAsync("a", "b");
        await host.ChangeAsync("a", account => account.DepositAll(1, 2));
        Transport.Answer = ScriptedTransport.FailingOnly("a/1");
        await host.Relay.PublishBatchAsync(Token);
        Transport.Answer = ScriptedTransport.RejectingOnly("a/2");
        Time.Advance(TimeSpan.FromSeconds(1));

        await PublishEverythingAsync(host);

        Bank.Outbox().Select(message => (message.Name, message.Status)).ShouldBe(
            [("a/1", "published"), ("b/1", "published"), ("a/2", "dead"), ("a/3", "pending")]);
    }

    [Fact]
    public async Task A_stream_that_keeps_failing_on_an_idle_system_does_not_hold_up_a_new_stream()
    {
        var host = Build();
        await host.OpenAsync("a");
        Transport.Answer = ScriptedTransport.FailingOnly("a/1");
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await host.Relay.PublishBatchAsync(Token);
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        await host.Relay.PublishBatchAsync(Token);
        await host.OpenAsync("b");
        await PublishEverythingAsync(host);

        Transport.Delivered.ShouldBe(["b/1"]);
    }
}
