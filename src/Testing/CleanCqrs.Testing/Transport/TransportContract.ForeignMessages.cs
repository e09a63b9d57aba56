using System.Collections.Concurrent;
using CleanCqrs.Application.Transport;
using Xunit;

namespace CleanCqrs.Testing.Transport;

public abstract partial class TransportContract
{
    /// <summary>A message of a foreign program goes to whoever keeps the unreadable, whole, and events flow past it.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_message_that_is_no_event_is_put_aside_and_events_go_on()
    {
        var transport = Harness.Connect();
        var (inbox, aside) = (new Inbox(), new ConcurrentQueue<UnreadableMessage>());
        await using var group = await SubscribeAsync(transport, inbox, messages => messages.ToList().ForEach(aside.Enqueue));
        var later = EventOf("a", 1);
        if (!Capabilities.HasBroker)
        {
            await NobodyElseWritesAsync(transport, inbox, later);
            return;
        }

        var (key, value) = ("a"u8.ToArray(), new byte[] { 0, 255, 10 });
        var position = await Harness.PublishForeignAsync(
            Harness.Topic, key, value, [new("colour", "blue"u8.ToArray()), new("colour", "red"u8.ToArray())]);
        var bare = await Harness.PublishForeignAsync(Harness.Topic, null, null, []);
        await PublishAsync(transport, later);

        await inbox.HasAsync(later);
        await Eventually.HoldsAsync(() => aside.Count >= 2, () => "both messages are put aside");
        var message = Assert.Single(aside, message => message.Position == position);
        Assert.Equal(key, message.Key?.ToArray());
        Assert.Equal(value, message.Payload?.ToArray());
        Assert.Equal(["colour: blue", "colour: red"], message.Headers.Select(
            header => $"{header.Key}: {System.Text.Encoding.UTF8.GetString(header.Value.Span)}"));
        Assert.NotEmpty(message.Error);
        var bareMessage = Assert.Single(aside, message => message.Position == bare);
        Assert.Null(bareMessage.Key);
        Assert.Null(bareMessage.Payload);
        Assert.Empty(bareMessage.Headers);
    }

    /// <summary>What could not be put aside is not forgotten.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_message_that_could_not_be_put_aside_is_delivered_again()
    {
        var transport = Harness.Connect();
        var (inbox, aside) = (new Inbox(), new ConcurrentQueue<UnreadableMessage>());
        var failures = 2;
        await using var group = await SubscribeAsync(transport, inbox, messages =>
        {
            if (Interlocked.Decrement(ref failures) >= 0)
            {
                throw new InvalidOperationException("not now");
            }

            messages.ToList().ForEach(aside.Enqueue);
        });
        var later = EventOf("a", 1);
        if (!Capabilities.HasBroker)
        {
            await NobodyElseWritesAsync(transport, inbox, later);
            return;
        }

        var position = await Harness.PublishForeignAsync(Harness.Topic, "a"u8.ToArray(), "?"u8.ToArray(), []);
        await PublishAsync(transport, later);

        await Eventually.HoldsAsync(() => aside.Any(message => message.Position == position), () => "the message is put aside");
        await inbox.HasAsync(later);
    }

    private async Task<IAsyncDisposable> SubscribeAsync(
        IEventTransport transport, Inbox inbox, Action<IReadOnlyList<UnreadableMessage>> putAside) =>
        await transport.SubscribeAsync(
            new TransportSubscription(
                NameOf("group"),
                [Harness.Topic, Harness.OtherTopic],
                inbox.Handler(),
                (messages, _) =>
                {
                    putAside(messages);
                    return Task.CompletedTask;
                }),
            Token);

    /// <summary>
    /// Without a broker events come from the process itself: from no place in a log, which is what an unreadable message is known by.
    /// </summary>
    private static async Task NobodyElseWritesAsync(IEventTransport transport, Inbox inbox, EventEnvelope envelope)
    {
        await PublishAsync(transport, envelope);
        Assert.Null(inbox.Events.Single().ReceivedFrom);
    }
}
