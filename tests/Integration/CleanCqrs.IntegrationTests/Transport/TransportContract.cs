using System.Collections.Concurrent;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.IntegrationTests.Transport;

/// <summary>What every transport promises. A transport passes by a one-line subclass.</summary>
public abstract class TransportContract
{
    protected const string Topic = "bank.accounts.opened";
    protected const string OtherTopic = "bank.accounts.closed";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_one_stream_arrive_in_the_order_of_publishing()
    {
        var transport = Create();
        var received = new ConcurrentQueue<EventEnvelope>();
        await using var group = await SubscribeAsync(transport, "group", Collect(received));

        for (var version = 1; version <= 30; version += 3)
        {
            await PublishAsync(transport, EventOf("a", version), EventOf("a", version + 1), EventOf("a", version + 2));
        }

        await ArrivedAsync(received, 30);
        received.Select(envelope => envelope.StreamVersion).ShouldBe(Enumerable.Range(1, 30).Select(version => (long)version));
    }

    [Fact]
    public async Task A_thousand_streams_at_once_keep_the_order_of_each()
    {
        var transport = Create();
        var received = new ConcurrentQueue<EventEnvelope>();
        await using var group = await SubscribeAsync(transport, "group", Collect(received));
        var streams = Enumerable.Range(0, 1_000).Select(number => $"stream-{number}").ToList();

        await Task.WhenAll(streams.Chunk(100).Select(async some =>
        {
            for (var version = 1; version <= 3; version++)
            {
                await PublishAsync(transport, [.. some.Select(stream => EventOf(stream, version))]);
            }
        }));

        await ArrivedAsync(received, 3_000);
        received.GroupBy(envelope => envelope.StreamId).Count().ShouldBe(1_000);
        foreach (var stream in received.GroupBy(envelope => envelope.StreamId))
        {
            stream.Select(envelope => envelope.StreamVersion).Distinct().ShouldBe([1, 2, 3]);
        }
    }

    [Fact]
    public async Task Every_group_gets_every_event()
    {
        var transport = Create();
        var (one, two) = (new ConcurrentQueue<EventEnvelope>(), new ConcurrentQueue<EventEnvelope>());
        await using var first = await SubscribeAsync(transport, "one", Collect(one));
        await using var second = await SubscribeAsync(transport, "two", Collect(two));

        await PublishAsync(transport, EventOf("a", 1), EventOf("b", 1));

        await ArrivedAsync(one, 2);
        await ArrivedAsync(two, 2);
        two.Select(envelope => envelope.StreamId).Order().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_group_gets_only_the_topics_that_it_asked_for()
    {
        var transport = Create();
        var (some, all) = (new ConcurrentQueue<EventEnvelope>(), new ConcurrentQueue<EventEnvelope>());
        await using var narrow = await transport.SubscribeAsync(new TransportSubscription("narrow", [OtherTopic], Collect(some), NoUnreadable), Token);
        await using var wide = await SubscribeAsync(transport, "wide", Collect(all));

        await PublishAsync(transport, EventOf("a", 1), EventOf("a", 2) with { Topic = OtherTopic }, EventOf("b", 1));

        await ArrivedAsync(all, 3);
        await ArrivedAsync(some, 1);
        some.Single().StreamVersion.ShouldBe(2);
    }

    [Fact]
    public async Task An_event_arrives_whole()
    {
        var transport = Create();
        var received = new ConcurrentQueue<EventEnvelope>();
        await using var group = await SubscribeAsync(transport, "group", Collect(received));
        var sent = EventOf("Konto-Ω-口座-🏦", 7) with
        {
            OccurredAt = new DateTimeOffset(2031, 5, 1, 12, 30, 15, 123, TimeSpan.Zero),
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };

        await PublishAsync(transport, sent);

        await ArrivedAsync(received, 1);
        var arrived = received.Single();
        (arrived with { Payload = sent.Payload }).ShouldBe(sent);
        arrived.Payload.ToArray().ShouldBe(sent.Payload.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(900_000)]
    public async Task A_payload_of_any_size_arrives_byte_by_byte(int size)
    {
        var transport = Create();
        var received = new ConcurrentQueue<EventEnvelope>();
        await using var group = await SubscribeAsync(transport, "group", Collect(received));
        var payload = new byte[size];
        new Random(size).NextBytes(payload);

        await PublishAsync(transport, EventOf("a", 1) with { Payload = payload });

        await ArrivedAsync(received, 1);
        received.Single().Payload.Span.SequenceEqual(payload).ShouldBeTrue();
    }

    [Fact]
    public async Task Publishing_nothing_has_no_results()
    {
        (await Create().PublishAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Results_stand_in_the_order_of_the_events()
    {
        var transport = Create();
        await using var group = await SubscribeAsync(transport, "group", (_, _) => Task.CompletedTask);
        var events = Enumerable.Range(0, 200).Select(number => EventOf($"stream-{number % 20}", (number / 20) + 1)).ToList();

        var results = await transport.PublishAsync(events, Token);

        results.Count.ShouldBe(200);
        results.ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged && result.Error == null);
    }

    [Fact]
    public async Task Leaving_a_group_waits_for_the_batch_that_is_under_way()
    {
        var transport = Create();
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
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
        leaving.IsCompleted.ShouldBeFalse("the handler is still at work");
        mayEnd.SetResult();
        await leaving.WaitAsync(Token);

        done.ShouldBeTrue();
        await publishing.WaitAsync(Token);
    }

    [Fact]
    public async Task A_handler_that_fails_gets_its_events_again_in_order()
    {
        var transport = Create();
        var received = new ConcurrentQueue<EventEnvelope>();
        var failures = 1;
        await using var group = await SubscribeAsync(transport, "group", (events, _) =>
        {
            if (Interlocked.Decrement(ref failures) >= 0)
            {
                throw new InvalidOperationException("not now");
            }

            events.ToList().ForEach(received.Enqueue);
            return Task.CompletedTask;
        });

        await PublishAsync(transport, EventOf("a", 1), EventOf("a", 2));

        await ArrivedAsync(received, 2);
        received.Select(envelope => envelope.StreamVersion).ShouldBe([1, 2]);
    }

    protected abstract IEventTransport Create();

    /// <summary>Publishes, and insists that everything is acknowledged.</summary>
    protected static async Task PublishAsync(IEventTransport transport, params EventEnvelope[] events) =>
        (await transport.PublishAsync(events, Token)).ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);

    protected static Task<IAsyncDisposable> SubscribeAsync(
        IEventTransport transport, string group, Func<IReadOnlyList<EventEnvelope>, CancellationToken, Task> handler) =>
        transport.SubscribeAsync(new TransportSubscription(group, [Topic, OtherTopic], handler, NoUnreadable), Token);

    protected static EventEnvelope EventOf(string stream, long version) => new(
        Guid.CreateVersion7(), "bank.accounts.opened.v1", Topic, stream, version, DateTimeOffset.UnixEpoch, "{\"owner\":\"Ada\"}"u8.ToArray());

    protected static Func<IReadOnlyList<EventEnvelope>, CancellationToken, Task> Collect(ConcurrentQueue<EventEnvelope> into) => (events, _) =>
    {
        foreach (var envelope in events)
        {
            into.Enqueue(envelope);
        }

        return Task.CompletedTask;
    };

    protected static Task NoUnreadable(IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{messages[0].Position} can't be read: {messages[0].Error}");

    protected static Task ArrivedAsync(ConcurrentQueue<EventEnvelope> received, int count) =>
        Hosting.Eventually.HoldsAsync(() => received.Count >= count, $"{count} events arrive");
}
