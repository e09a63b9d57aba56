using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class BatchTests : ProjectionTest
{
    [Fact]
    public async Task A_batch_is_looked_at_once_before_its_transaction_opens()
    {
        var host = await StartAsync();

        await host.DeliverAsync([.. History(host, "a", 3), .. History(host, "b", 2)]);

        host.Probe.Prefetches.ShouldBe([(5, false)]);
    }

    [Fact]
    public async Task Events_that_were_seen_before_are_not_looked_at_again()
    {
        var host = await StartAsync();
        var events = History(host, "a", 3);
        await host.DeliverAsync(events[0]);

        await host.DeliverAsync(events);

        host.Probe.Prefetches.ShouldBe([(1, false), (2, false)]);
    }

    [Fact]
    public async Task A_batch_is_one_transaction()
    {
        var host = await StartAsync();
        var events = History(host, "a", 3);
        var seenBetween = new List<string?>();
        host.Probe.BeforeApplying = async _ => seenBetween.Add(await host.FindTrailAsync("a"));

        await host.DeliverAsync(events);

        seenBetween.ShouldAllBe(trail => trail == null);
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(3));
    }

    [Fact]
    public async Task A_failure_in_the_middle_leaves_nothing_of_the_batch_attempt_and_then_holds_up_its_own_stream_only()
    {
        var host = await StartAsync();
        var (a, b) = (History(host, "a", 3), History(host, "b", 3));
        host.Probe.FailAt("a", 2);
        var seenInSecondAttempt = new List<string?>();
        var fail = host.Probe.BeforeApplying;
        host.Probe.BeforeApplying = async envelope =>
        {
            if (host.Probe.Prefetches.Count == 2)
            {
                seenInSecondAttempt.Add(await host.FindTrailAsync("b"));
            }

            await fail(envelope);
        };

        var results = await host.DeliverAsync(b[0], a[0], b[1], a[1], b[2], a[2]);

        results.ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
        seenInSecondAttempt.ShouldBe([null, null, null], "the batch was one transaction, and it was rolled back");
        host.Probe.Prefetches.Select(prefetch => prefetch.Count).ShouldBe([6, 3, 1, 1], "what is good goes together");
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(3));
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(1));
        (await HeldNamesAsync(host, HoldReason.Retrying)).ShouldBe(["a/2"]);
        (await HeldNamesAsync(host, HoldReason.Parked)).ShouldBe(["a/3"]);
    }

    [Fact]
    public async Task Every_event_type_that_the_projection_does_not_care_for_still_counts_as_progress()
    {
        var host = await StartAsync(setup: bank => bank.Compose = chain => TwoProjections.Compose(chain));
        var account = Accounts.Account.Open("a");
        account.Deposit(5);
        account.Close();

        await host.DeliverAsync(host.EnvelopesOf(account));

        (await host.FindVersionAsync("a", TwoProjections.Deposits)).ShouldBe(3);
    }
}
