using Xunit;

namespace CleanCqrs.Testing.Transport;

public abstract partial class TransportContract
{
    /// <summary>A token that is cancelled already.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Whoever_gives_up_before_publishing_can_publish_later()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        await using var group = await SubscribeAsync(transport, "group", inbox);
        var events = EventsOf("a", 1, 3);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => transport.PublishAsync(events, new CancellationToken(canceled: true)));
        await PublishUntilTakenAsync(transport, events);

        await inbox.HasAsync(events);
        inbox.IsInOrder(Capabilities);
    }

    /// <summary>Giving up while the transport waits: for a broker that is away, or for a handler that is busy.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Whoever_gives_up_while_publishing_waits_can_publish_again()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        var mayEnd = NewSignal();
        await using var group = await SubscribeAsync(transport, "group", async (envelopes, token) =>
        {
            await mayEnd.Task.WaitAsync(token);
            await inbox.Handler()(envelopes, token);
        });
        using var giveUp = new CancellationTokenSource();
        var events = EventsOf("a", 1, 3);
        var stopped = await StopBrokerAsync();

        var publishing = transport.PublishAsync(events, giveUp.Token);
        if (stopped || !Capabilities.HasBroker)
        {
            Assert.False(publishing.IsCompleted);
            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        }
        else
        {
            await publishing;
        }

        mayEnd.SetResult();
        if (stopped)
        {
            await Harness.StartBrokerAsync();
        }

        await PublishUntilTakenAsync(transport, events);
        await inbox.HasAsync(events);
        inbox.IsInOrder(Capabilities);
    }

    /// <summary>Whoever gives up joining a group is no member of it, and it can be joined.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Whoever_gives_up_joining_a_group_is_no_member_of_it()
    {
        var (transport, other) = (Harness.Connect(), Harness.Connect());
        var (nobody, inbox) = (new Inbox(), new Inbox());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SubscribeAsync(transport, "group", nobody.Handler(), new CancellationToken(canceled: true)));
        await using var group = await SubscribeAsync(other, "group", inbox);
        var events = Enumerable.Range(0, 20).Select(stream => EventOf($"stream-{stream}", 1)).ToList();
        await PublishAsync(other, events);

        await inbox.HasAsync(events);
        Assert.Empty(nobody.Events);
    }

    /// <summary>
    /// Giving up to join while the broker is away: either it was joined for later, and can be left, or it was not joined.
    /// </summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Whoever_gives_up_joining_while_the_broker_is_away_leaves_no_member_behind()
    {
        var transport = Harness.Connect();
        var (nobody, inbox) = (new Inbox(), new Inbox());
        var stopped = await StopBrokerAsync();
        using (var giveUp = new CancellationTokenSource())
        {
            var joining = SubscribeAsync(transport, "group", nobody.Handler(), giveUp.Token);
            await giveUp.CancelAsync();
            try
            {
                await (await joining).DisposeAsync();
            }
            catch (OperationCanceledException)
            {
                Assert.True(giveUp.IsCancellationRequested);
            }
        }

        if (stopped)
        {
            await Harness.StartBrokerAsync();
        }

        await using var group = await SubscribeAsync(transport, "group", inbox);
        var events = Enumerable.Range(0, 20).Select(stream => EventOf($"stream-{stream}", 1)).ToList();
        await PublishUntilTakenAsync(transport, events);

        await inbox.HasAsync(events);
        Assert.Empty(nobody.Events);
    }
}
