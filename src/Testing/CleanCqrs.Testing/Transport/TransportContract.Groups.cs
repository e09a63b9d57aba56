using CleanCqrs.Application.Transport;
using Xunit;

namespace CleanCqrs.Testing.Transport;

public abstract partial class TransportContract
{
    /// <summary>Groups do not take events away from each other.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Every_group_gets_every_event()
    {
        var transport = Harness.Connect();
        var (one, two) = (new Inbox(), new Inbox());
        await using var first = await SubscribeAsync(transport, "one", one);
        await using var second = await SubscribeAsync(transport, "two", two);
        EventEnvelope[] events = [EventOf("a", 1), EventOf("b", 1)];

        await PublishAsync(transport, events);

        await one.HasAsync(events);
        await two.HasAsync(events);
    }

    /// <summary>A group gets its topics and no others.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_group_gets_only_the_topics_that_it_asked_for()
    {
        var transport = Harness.Connect();
        var (some, all) = (new Inbox(), new Inbox());
        await using var narrow = await transport.SubscribeAsync(
            new TransportSubscription(NameOf("narrow"), [Harness.OtherTopic], some.Handler(), NoneIsUnreadable), Token);
        await using var wide = await SubscribeAsync(transport, "wide", all);
        EventEnvelope[] events = [EventOf("a", 1), EventOf("a", 2) with { Topic = Harness.OtherTopic }, EventOf("b", 1)];

        await PublishAsync(transport, events);

        await all.HasAsync(events);
        await some.HasAsync(events[1]);
        Assert.Equal([events[1].EventId], some.Events.Select(envelope => envelope.EventId));
    }

    /// <summary>
    /// A log has a past. Without one, an event that nobody is there for is not acknowledged, so that its outbox keeps it.
    /// </summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_was_published_before_a_group_came_reaches_it_once_it_is_there()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        var events = EventsOf("a", 1, 3);

        var results = await transport.PublishAsync(events, Token);

        var expected = Capabilities.HasBroker ? PublishOutcome.Acknowledged : PublishOutcome.Failed;
        Assert.All(results, result => Assert.Equal(expected, result.Outcome));
        await using var group = await SubscribeAsync(transport, "group", inbox);
        if (!Capabilities.HasBroker)
        {
            await PublishAsync(transport, events);
        }

        await inbox.HasAsync(events);
        Assert.Equal([1, 2, 3], inbox.VersionsOf("a"));
    }

    /// <summary>Whoever leaves a group can rely on it that its handler is not running any more.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Leaving_a_group_waits_for_the_batch_that_is_under_way()
    {
        var transport = Harness.Connect();
        var (begun, mayEnd) = (NewSignal(), NewSignal());
        var done = false;
        var group = await SubscribeAsync(transport, "group", async (_, _) =>
        {
            begun.TrySetResult();
            await mayEnd.Task;
            done = true;
        });
        var publishing = transport.PublishAsync([EventOf("a", 1)], Token);
        await begun.Task.WaitAsync(Token);

        var leaving = group.DisposeAsync().AsTask();
        Assert.False(leaving.IsCompleted);
        mayEnd.SetResult();
        await leaving;

        Assert.True(done);
        await publishing;
    }

    /// <summary>Leaving is final, and leaving twice is leaving once. Coming back goes on where the group was.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_group_that_has_left_gets_nothing_until_it_comes_back()
    {
        var transport = Harness.Connect();
        var (before, after) = (new Inbox(), new Inbox());
        var group = await SubscribeAsync(transport, "group", before);
        var (first, second) = (EventOf("a", 1), EventOf("a", 2));
        await PublishAsync(transport, first);
        await before.HasAsync(first);

        await group.DisposeAsync();
        await group.DisposeAsync();
        await using var again = await SubscribeAsync(transport, "group", after);
        await PublishAsync(transport, second);

        await after.HasAsync(second);
        Assert.Equal([1], before.VersionsOf("a"));
        Assert.Equal([2], after.VersionsOf("a"));
    }

    /// <summary>
    /// Two processes share the work of a group, and one does it alone when the other leaves. Without a broker a second member is refused.
    /// </summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Two_members_share_a_group_and_one_takes_over_when_the_other_leaves()
    {
        var (one, two) = (Harness.Connect(), Harness.Connect());
        var (inOne, inTwo) = (new Inbox(), new Inbox());
        var first = await SubscribeAsync(one, "group", inOne);
        if (!Capabilities.HasBroker)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => SubscribeAsync(two, "group", inTwo));
            await first.DisposeAsync();
            return;
        }

        await using var second = await SubscribeAsync(two, "group", inTwo);
        var before = inOne.Events.Count;
        var published = await PublishWhileAsync(
            one, () => inTwo.Events.Count == 0 || inOne.Events.Count == before, "both members get something");
        await Eventually.HoldsAsync(
            () => published.All(envelope => inOne.Has([envelope]) || inTwo.Has([envelope])), () => "the two have everything between them");

        await first.DisposeAsync();
        var later = Enumerable.Range(0, 20).Select(stream => EventOf($"later-{stream}", 1)).ToList();
        await PublishUntilTakenAsync(one, later);

        await inTwo.HasAsync(later);
        inOne.IsInOrder(Capabilities);
        inTwo.IsInOrder(Capabilities);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
