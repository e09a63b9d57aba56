using CleanCqrs.Application.Transport;
using Xunit;

namespace CleanCqrs.Testing.Transport;

public abstract partial class TransportContract
{
    /// <summary>Order in a stream, one batch after the other.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Events_of_one_stream_arrive_in_the_order_of_publishing()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        await using var group = await SubscribeAsync(transport, "group", inbox);
        var events = EventsOf("a", 1, 30);

        foreach (var batch in events.Chunk(3))
        {
            await PublishAsync(transport, batch);
        }

        await inbox.HasAsync(events);
        Assert.Equal(Enumerable.Range(1, 30).Select(version => (long)version), inbox.VersionsOf("a"));
    }

    /// <summary>Order in each of many streams that share lanes and partitions.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_thousand_streams_at_once_keep_the_order_of_each()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        await using var group = await SubscribeAsync(transport, "group", inbox);
        var streams = Enumerable.Range(0, 1_000).Select(number => EventsOf($"stream-{number}", 1, 3)).ToList();

        await Task.WhenAll(streams.Chunk(100).Select(async some =>
        {
            for (var index = 0; index < 3; index++)
            {
                await PublishAsync(transport, [.. some.Select(stream => stream[index])]);
            }
        }));

        await inbox.HasAsync([.. streams.SelectMany(stream => stream)]);
        inbox.IsInOrder(Capabilities);
    }

    /// <summary>A stream over two topics. Its events are in order, and never in two hands.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_stream_over_two_topics_keeps_its_order_and_is_never_handled_twice_at_once()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        await using var group = await SubscribeAsync(transport, "group", inbox.Handler(async () => await Task.Yield()));
        var streams = Enumerable.Range(0, 50)
            .Select(number => EventsOf($"stream-{number}", 1, 12).ConvertAll(OverBothTopics))
            .ToList();

        for (var index = 0; index < 12; index += 4)
        {
            await PublishAsync(transport, [.. streams.SelectMany(stream => stream.GetRange(index, 4))]);
        }

        await inbox.HasAsync([.. streams.SelectMany(stream => stream)]);
        inbox.IsInOrder(Capabilities);
    }

    /// <summary>
    /// A rejection in the middle of a batch. A plain reader of the wire sees nothing of the stream that overtook it, before or after the
    /// redrive.
    /// </summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task After_a_rejected_event_nothing_of_its_stream_leaves_before_it_is_published_again()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        await using var group = await SubscribeAsync(transport, "group", inbox);
        var (bad, good) = (EventsOf("bad", 1, 6), EventsOf("good", 1, 6));
        bad[4] = bad[4] with { Topic = Harness.OtherTopic };
        var batch = bad.Zip(good).SelectMany(pair => new[] { pair.First, pair.Second }).ToList();
        if (TooLarge() is not { } tooLarge)
        {
            await PublishAsync(transport, batch);
            await inbox.HasAsync(batch);
            return;
        }

        batch[batch.IndexOf(bad[2])] = bad[2] with { Payload = tooLarge };
        var results = await transport.PublishAsync(batch, Token);

        Assert.Equal(
            [
                PublishOutcome.Acknowledged, PublishOutcome.Acknowledged, PublishOutcome.Rejected,
                PublishOutcome.Failed, PublishOutcome.Failed, PublishOutcome.Failed,
            ],
            results.Where((_, index) => batch[index].StreamId == "bad").Select(result => result.Outcome));
        Assert.All(
            results.Where((_, index) => batch[index].StreamId == "good"), result => Assert.Equal(PublishResult.Acknowledged, result));
        await inbox.HasAsync([.. good, bad[0], bad[1]]);
        Assert.Equal([1, 2], inbox.VersionsOf("bad"));
        await LogHoldsAsync("bad", [1, 2], []);
        await LogHoldsAsync("good", [1, 2, 3, 4, 5, 6], []);

        await PublishAsync(transport, bad.GetRange(2, 4));

        await inbox.HasAsync(bad);
        inbox.IsInOrder(Capabilities);
        await LogHoldsAsync("bad", [1, 2, 3, 4, 6], [5]);
    }

    private byte[]? TooLarge() => Capabilities.MaxPayloadBytes is { } max ? new byte[2 * max] : null;

    private async Task LogHoldsAsync(string stream, long[] versions, long[] versionsOfOtherTopic)
    {
        if (Capabilities.HasBroker)
        {
            Assert.Equal(versions, await VersionsInLogAsync(Harness.Topic));
            Assert.Equal(versionsOfOtherTopic, await VersionsInLogAsync(Harness.OtherTopic));
        }

        async Task<IEnumerable<long>> VersionsInLogAsync(string topic) =>
            (await Harness.ReadLogAsync(topic)).Where(envelope => envelope.StreamId == stream).Select(envelope => envelope.StreamVersion);
    }
}
