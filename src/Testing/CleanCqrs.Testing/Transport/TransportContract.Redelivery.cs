using Xunit;

namespace CleanCqrs.Testing.Transport;

public abstract partial class TransportContract
{
    /// <summary>A failing handler gets the same events again, in the same order, and nothing overtakes them.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_batch_whose_handler_fails_is_delivered_again_in_order()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        var failures = 2;
        await using var group = await SubscribeAsync(transport, "group", inbox.Handler(() =>
            Interlocked.Decrement(ref failures) >= 0 ? throw new InvalidOperationException("not now") : Task.CompletedTask));
        var events = EventsOf("a", 1, 5);

        await PublishAsync(transport, events);

        await inbox.HasAsync(events);
        Assert.Equal([1, 2, 3, 4, 5], inbox.VersionsOf("a"));
        Assert.True(failures < 0, "The handler has not failed.");
    }

    /// <summary>
    /// A process dies with a batch in hand, and says goodbye to nobody. Its heir gets the batch. Without a broker the publisher dies with
    /// it: what is in hand was not acknowledged yet.
    /// </summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_a_lost_process_had_in_hand_is_delivered_again()
    {
        var (transport, mortal) = (Harness.Connect(), Harness.Connect());
        var (begun, mayEnd) = (NewSignal(), NewSignal());
        var lost = await SubscribeAsync(mortal, "group", async (_, _) =>
        {
            begun.TrySetResult();
            await mayEnd.Task;
        });
        var events = EventsOf("a", 1, 5);
        var publishing = PublishAsync(transport, events);
        await begun.Task.WaitAsync(Token);
        if (!Capabilities.HasBroker)
        {
            Assert.False(publishing.IsCompleted);
            mayEnd.SetResult();
            await publishing;
            await lost.DisposeAsync();
            return;
        }

        await publishing;
        await Harness.LoseAsync(mortal);
        var inbox = new Inbox();
        await using var heir = await SubscribeAsync(transport, "group", inbox);

        await inbox.HasAsync(events);
        Assert.Equal([1, 2, 3, 4, 5], inbox.VersionsOf("a"));
        mayEnd.SetResult();
    }

    /// <summary>
    /// A second member joins while the first is always in the middle of a batch. Nothing is lost, nothing overtakes, and no stream is
    /// handled by both at once.
    /// </summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_slow_handler_keeps_its_streams_to_itself_while_a_second_member_joins()
    {
        var (publisher, one, two) = (Harness.Connect(), Harness.Connect(), Harness.Connect());
        var inbox = new Inbox();
        var secondIsAtWork = false;
        await using var first = await SubscribeAsync(one, "group", inbox.Handler(WorkAsync));
        if (!Capabilities.HasBroker)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => SubscribeAsync(two, "group", inbox));
            return;
        }

        var load = PublishWhileAsync(publisher, () => !Volatile.Read(ref secondIsAtWork), "the second member gets something");
        await inbox.HasAnyAsync();
        await using var second = await SubscribeAsync(two, "group", inbox.Handler(() =>
        {
            Volatile.Write(ref secondIsAtWork, true);
            return WorkAsync();
        }));

        var published = await load;
        await inbox.HasAsync(published);
        inbox.IsInOrder(Capabilities);

        static Task WorkAsync() => Task.Delay(TimeSpan.FromMilliseconds(20), Token);
    }

    /// <summary>A group stops and starts again while others keep publishing.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_group_that_stops_under_load_and_starts_again_misses_nothing()
    {
        var (publisher, one, two) = (Harness.Connect(), Harness.Connect(), Harness.Connect());
        var inbox = new Inbox();
        var restarted = false;
        var first = await SubscribeAsync(one, "group", inbox.Handler(async () => await Task.Yield()));
        var load = PublishWhileAsync(publisher, () => !Volatile.Read(ref restarted), "the group is back at work");
        await inbox.HasAnyAsync();

        await first.DisposeAsync();
        await using var second = await SubscribeAsync(two, "group", inbox.Handler(() =>
        {
            Volatile.Write(ref restarted, true);
            return Task.CompletedTask;
        }));

        var published = await load;
        await inbox.HasAsync(published);
        inbox.IsInOrder(Capabilities);
    }
}
