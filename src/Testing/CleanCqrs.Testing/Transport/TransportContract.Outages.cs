using CleanCqrs.Application.Transport;
using Xunit;

namespace CleanCqrs.Testing.Transport;

public abstract partial class TransportContract
{
    /// <summary>The broker is away when everything starts. Publishing says so, and both sides work once it is there.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_starts_without_the_broker_works_once_it_is_there()
    {
        if (!await StopBrokerAsync())
        {
            return;
        }

        var transport = Harness.Connect();
        var inbox = new Inbox();
        var subscribing = SubscribeAsync(transport, "group", inbox);
        var events = EventsOf("a", 1, 3);
        Assert.All(await transport.PublishAsync(events, Token), result => Assert.Equal(PublishOutcome.Failed, result.Outcome));

        await Harness.StartBrokerAsync();
        await PublishUntilTakenAsync(transport, events);

        await using var group = await subscribing;
        await inbox.HasAsync(events);
        inbox.IsInOrder(Capabilities);
    }

    /// <summary>The broker goes away in mid-stream and comes back. Neither side has to be started again.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_broker_that_goes_away_and_comes_back_costs_nothing_but_time()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        await using var group = await SubscribeAsync(transport, "group", inbox);
        var streams = Enumerable.Range(0, 20).Select(number => EventsOf($"stream-{number}", 1, 9)).ToList();
        List<EventEnvelope> Round(int first) => [.. streams.SelectMany(stream => stream.GetRange(first - 1, 3))];
        await PublishUntilTakenAsync(transport, Round(1));
        await inbox.HasAsync(Round(1));
        if (!await StopBrokerAsync())
        {
            return;
        }

        var meanwhile = await transport.PublishAsync(Round(4), Token);
        Assert.All(meanwhile, result => Assert.Equal(PublishOutcome.Failed, result.Outcome));
        await Harness.StartBrokerAsync();
        await PublishUntilTakenAsync(transport, Round(4));
        await PublishUntilTakenAsync(transport, Round(7));

        await inbox.HasAsync([.. streams.SelectMany(stream => stream)]);
        inbox.IsInOrder(Capabilities);
    }

    /// <summary>The broker goes away under load. What was in flight may arrive twice, but nothing is lost and nothing overtakes.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_broker_that_goes_away_under_load_loses_nothing()
    {
        var (publisher, consumer) = (Harness.Connect(), Harness.Connect());
        var inbox = new Inbox();
        var back = false;
        await using var group = await SubscribeAsync(consumer, "group", inbox);
        var load = PublishWhileAsync(publisher, () => !Volatile.Read(ref back), "the broker is back");
        await inbox.HasAnyAsync();

        if (await StopBrokerAsync())
        {
            await Harness.StartBrokerAsync();
        }

        Volatile.Write(ref back, true);
        var published = await load;
        await inbox.HasAsync(published);
        inbox.IsInOrder(Capabilities);
    }

    /// <summary>Stops the broker; where it can't be stopped, shows what there is instead.</summary>
    /// <returns>Whether it is stopped.</returns>
    private async Task<bool> StopBrokerAsync()
    {
        if (Capabilities is { HasBroker: true, BrokerCanStop: true })
        {
            await Harness.StopBrokerAsync();
            return true;
        }

        var transport = Harness.Connect();
        if (Capabilities.HasBroker)
        {
            // A broker that others use stays up: then publishing goes on.
            await PublishUntilTakenAsync(transport, [EventOf("outage", 1)]);
        }
        else
        {
            // Nothing is away but subscribers: then nothing is acknowledged.
            var alone = EventOf("outage", 1) with { Topic = $"{Harness.Topic}.nobody" };
            Assert.Equal(PublishOutcome.Failed, (await transport.PublishAsync([alone], Token)).Single().Outcome);
        }

        return false;
    }
}
