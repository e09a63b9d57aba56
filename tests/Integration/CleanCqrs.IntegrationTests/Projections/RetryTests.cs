using CleanCqrs.Application.Projections;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class RetryTests : ProjectionTest
{
    [Fact]
    public async Task A_failed_event_is_tried_again_when_it_is_due_and_not_before()
    {
        var host = await StartAsync();
        host.Probe.FailAt("a", 1);
        await host.DeliverAsync(History(host, "a", 1));
        var attempts = host.Probe.Attempts.Count;
        (await HeldAsync(host, HoldReason.Retrying)).Single().ShouldSatisfyAllConditions(
            held => held.Attempts.ShouldBe(1),
            held => held.RetryAt.ShouldBe(Time.GetUtcNow().AddSeconds(1)),
            held => held.Error.ShouldBe("InvalidOperationException: The projector can't."));
        Time.Advance(TimeSpan.FromMilliseconds(999));
        host.Probe.Attempts.Count.ShouldBe(attempts);

        host.Probe.Heal();
        await AfterAWhileAsync(async () => await host.FindTrailAsync("a") == "opened", "the event is applied");

        (await StatusAsync(host)).Retrying.ShouldBe(0);
    }

    [Fact]
    public async Task The_schedule_is_on_record_and_a_restart_does_not_begin_anew()
    {
        var first = await StartAsync();
        first.Probe.FailAt("a", 1);
        await first.DeliverAsync(History(first, "a", 1));
        await AfterAWhileAsync(
            async () => (await HeldAsync(first, HoldReason.Retrying)).Single().Attempts == 3,
            "three attempts have failed",
            TimeSpan.FromMilliseconds(50));
        await first.StopAsync();
        var due = (await HeldAsync(first, HoldReason.Retrying)).Single().RetryAt;

        var second = await StartAsync();
        second.Probe.FailAt("a", 1);
        await second.DeliverAsync(History(second, "b", 1));
        (await HeldAsync(second, HoldReason.Retrying)).Single().ShouldSatisfyAllConditions(
            held => held.Attempts.ShouldBe(3),
            held => held.RetryAt.ShouldBe(due));
        second.Probe.Attempts.ShouldBe(["b/1"]);

        await AfterAWhileAsync(
            async () => (await HeldAsync(second, HoldReason.Retrying)).Single().Attempts == 4,
            "the fourth attempt has failed",
            TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task An_event_that_keeps_failing_becomes_a_dead_letter_after_its_last_attempt()
    {
        var host = await StartAsync(options => options.MaxAttempts = 3);
        host.Probe.FailAt("a", 2);
        var events = History(host, "a", 3);
        await host.DeliverAsync(events);

        await AfterAWhileAsync(async () => (await StatusAsync(host)).DeadLetters == 1, "the event is a dead letter");

        var letter = (await HeldAsync(host, HoldReason.DeadLetter)).Single();
        letter.Attempts.ShouldBe(3);
        letter.RetryAt.ShouldBeNull();
        letter.Error.ShouldBe("InvalidOperationException: The projector can't.");
        (letter.Envelope with { Payload = events[1].Payload }).ShouldBe(events[1]);
        letter.Envelope.Payload.ToArray().ShouldBe(events[1].Payload.ToArray());
        (await HeldNamesAsync(host, HoldReason.Parked)).ShouldBe(["a/3"]);
        host.Log.Count(line => line.Level == LogLevel.Error).ShouldBe(1);
        host.Log.Single(line => line.Level == LogLevel.Error).Message.ShouldBe(
            "bank.accounts.deposited.v1 a/2 is a dead letter of projection statements after 3 attempts; its stream waits behind it");
    }

    [Fact]
    public async Task Later_events_wait_behind_a_dead_letter_while_other_streams_flow()
    {
        var host = await StartAsync(options => options.MaxAttempts = 1);
        var (a, b) = (History(host, "a", 4), History(host, "b", 2));
        host.Probe.FailAt("a", 2);
        await host.DeliverAsync(a[0], a[1], b[0]);

        await host.DeliverAsync(a[2], b[1], a[3]);
        await host.DeliverAsync(a[1]);

        (await HeldNamesAsync(host, HoldReason.DeadLetter)).ShouldBe(["a/2"]);
        (await HeldNamesAsync(host, HoldReason.Parked)).ShouldBe(["a/3", "a/4"]);
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(1));
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(2));
    }

    [Fact]
    public async Task A_redelivery_does_not_try_an_event_before_it_is_due()
    {
        var host = await StartAsync();
        var (a, b) = (History(host, "a", 1), History(host, "b", 1));
        host.Probe.BeforeApplying = _ => throw new InvalidOperationException("The projector can't.");
        await host.DeliverAsync(a);
        var attempts = host.Probe.Attempts.Count(name => name == "a/1");

        await host.DeliverAsync(a[0], b[0]);

        host.Probe.Attempts.Count(name => name == "a/1").ShouldBe(attempts);
        (await HeldAsync(host, HoldReason.Retrying)).Single(held => held.Envelope.StreamId == "a").Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_on_record_of_an_event_that_was_applied_meanwhile_is_dropped()
    {
        var host = await StartAsync();
        var events = History(host, "a", 1);
        await host.DeliverAsync(events);

        await host.Projections.RunAsync(
            BankSetup.Statements,
            turn: null,
            (session, token) =>
            {
                session.Hold(
                    new HeldEvent(events[0], HoldReason.Retrying, Time.GetUtcNow(), 1, Time.GetUtcNow(), "another instance failed"));
                return session.CommitAsync(token);
            },
            Token);

        await AfterAWhileAsync(async () => (await StatusAsync(host)).Retrying == 0, "nothing is left to retry");
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(1));
    }
}
