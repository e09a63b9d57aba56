using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class EarlyEventTests : ProjectionTest
{
    [Fact]
    public async Task An_event_that_comes_before_its_predecessor_is_parked_and_applied_right_after_it()
    {
        var host = await StartAsync();
        var events = History(host, "a", 2);

        (await host.DeliverAsync(events[1])).Single().ShouldBe(PublishResult.Acknowledged);
        (await HeldNamesAsync(host, HoldReason.Parked)).ShouldBe(["a/2"]);
        (await host.FindStatementAsync("a")).ShouldBeNull();
        await host.DeliverAsync(events[0]);

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(2));
        (await StatusAsync(host)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, Streams: 1, Parked: 0, Retrying: 0, DeadLetters: 0, Unreadable: 0));
    }

    [Fact]
    public async Task A_closing_that_comes_before_the_opening_is_not_lost()
    {
        var host = await StartAsync();
        var account = Account.Open("a");
        account.Close();
        var events = host.EnvelopesOf(account);

        await host.DeliverAsync(events[1]);
        await host.DeliverAsync(events[0]);

        (await host.FindStatementAsync("a")).ShouldNotBeNull().IsClosed.ShouldBeTrue();
    }

    [Fact]
    public async Task Events_that_come_in_reverse_order_are_applied_in_order()
    {
        var host = await StartAsync();
        var events = History(host, "a", 5);

        for (var version = 5; version >= 1; version--)
        {
            await host.DeliverAsync(events[version - 1]);
        }

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(5));
        (await StatusAsync(host)).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task Events_in_reverse_order_within_one_batch_are_applied_in_order()
    {
        var host = await StartAsync();
        var events = History(host, "a", 5);

        await host.DeliverAsync(Enumerable.Reverse(events).ToList());

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(5));
        host.Probe.Prefetches.ShouldBe([(5, false)]);
    }

    [Fact]
    public async Task A_parked_event_survives_a_restart()
    {
        var first = await StartAsync();
        var events = History(first, "a", 3);
        await first.DeliverAsync(events[2], events[1]);
        await first.StopAsync();

        var second = await StartAsync();
        await second.DeliverAsync(events[0]);

        (await second.FindTrailAsync("a")).ShouldBe(TrailOf(3));
        (await StatusAsync(second)).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task A_hole_in_a_stream_stays_visible_and_stops_nobody_else()
    {
        var host = await StartAsync();
        var (a, b) = (History(host, "a", 4), History(host, "b", 2));

        await host.DeliverAsync(a[0], a[2], b[0], a[3], b[1]);

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(1));
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(2));
        (await HeldNamesAsync(host, HoldReason.Parked)).ShouldBe(["a/3", "a/4"]);
    }

    [Fact]
    public async Task A_parked_event_that_arrives_again_is_kept_once()
    {
        var host = await StartAsync();
        var events = History(host, "a", 2);

        await host.DeliverAsync(events[1]);
        await host.DeliverAsync(events[1], events[1]);
        await host.DeliverAsync(events[0], events[1]);

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(2));
    }

    [Fact]
    public async Task A_batch_that_only_parks_asks_no_projector_to_look_ahead()
    {
        var host = await StartAsync();

        await host.DeliverAsync(History(host, "a", 2)[1]);

        host.Probe.Prefetches.ShouldBeEmpty();
    }
}
