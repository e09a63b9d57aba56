namespace CleanCqrs.IntegrationTests.Projections;

public sealed class DuplicateTests : ProjectionTest
{
    [Fact]
    public async Task An_event_that_arrives_again_has_no_effect_however_often()
    {
        var host = await StartAsync();
        var events = History(host, "a", 3);
        await host.DeliverAsync(events);

        for (var i = 0; i < 10; i++)
        {
            await host.DeliverAsync(events[i % 3]);
            await host.DeliverAsync(events);
        }

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(3));
        host.Probe.Attempts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_event_that_stands_twice_in_a_batch_has_one_effect()
    {
        var host = await StartAsync();
        var events = History(host, "a", 2);

        await host.DeliverAsync(events[0], events[0], events[1], events[0], events[1]);

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(2));
    }

    [Fact]
    public async Task An_event_that_arrives_again_after_a_restart_has_no_effect()
    {
        var first = await StartAsync();
        var events = History(first, "a", 2);
        await first.DeliverAsync(events);
        await first.StopAsync();

        var second = await StartAsync();
        await second.DeliverAsync(events);

        (await second.FindTrailAsync("a")).ShouldBe(TrailOf(2));
        second.Probe.Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeated_start_of_a_stream_among_new_events_has_no_effect()
    {
        var host = await StartAsync();
        var events = History(host, "a", 6);
        await host.DeliverAsync([.. events.Take(3)]);

        await host.DeliverAsync(events);

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(6));
    }
}
