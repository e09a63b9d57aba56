using System.Collections.Concurrent;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Consuming;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>Offsets, batches and back-pressure of a consumer group.</summary>
public sealed class GroupTests : KafkaTest
{
    [Fact]
    public async Task A_drained_group_stands_at_the_end_of_the_log()
    {
        var transport = Connect();
        await transport.PublishAsync([.. Enumerable.Range(0, 300).Select(stream => EventOf($"s{stream}", 1))], Token);

        await using var group = await SubscribeAsync(transport, (_, _) => Task.CompletedTask);

        await Eventually.HoldsAsync(() => Progress().All(item => item.Committed == item.End), "every partition is committed up to its end");
        Progress().Sum(item => item.End).ShouldBe(300);
    }

    [Fact]
    public async Task A_group_that_is_left_has_committed_what_was_handled_and_nothing_else()
    {
        KafkaOptions.Settings["auto.commit.interval.ms"] = "60000";
        KafkaOptions.Consumer.BatchSize = 10;
        var transport = Connect();
        await transport.PublishAsync([.. Enumerable.Range(0, 400).Select(stream => EventOf($"s{stream}", 1))], Token);
        var (handled, mayGoOn) = (0, new TaskCompletionSource());
        var group = await SubscribeAsync(transport, async (events, _) =>
        {
            if (Interlocked.Add(ref handled, events.Count) > 100)
            {
                await mayGoOn.Task;
            }
        });
        await Eventually.HoldsAsync(() => Volatile.Read(ref handled) > 100, "some batches are under way");

        var leaving = group.DisposeAsync();
        mayGoOn.SetResult();
        await leaving;

        Progress().Sum(item => Math.Max(0, item.Committed)).ShouldBe(handled);
    }

    [Fact]
    public async Task Nothing_is_committed_before_the_handler_returns()
    {
        var transport = Connect();
        await transport.PublishAsync([EventOf("a", 1), EventOf("a", 2)], Token);
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var group = await SubscribeAsync(transport, async (_, _) =>
        {
            begun.TrySetResult();
            await mayEnd.Task;
        });
        await begun.Task.WaitAsync(Token);

        // The empty partitions are committed meanwhile: the interval has passed at least once.
        await Eventually.HoldsAsync(() => Progress().Any(item => item.Committed == 0), "something is committed");
        Progress().ShouldNotContain(item => item.Committed > 0);
        mayEnd.SetResult();

        await Eventually.HoldsAsync(() => Progress().Sum(item => Math.Max(0, item.Committed)) == 2, "the events are committed");
    }

    [Fact]
    public async Task Batches_keep_to_their_size_in_events_and_in_bytes()
    {
        KafkaOptions.Consumer.Lanes = 1;
        KafkaOptions.Consumer.BatchSize = 50;
        Limits = new ConsumerLimits { BatchBytes = 1_000 };
        var transport = Connect();
        var events = Enumerable.Range(0, 500)
            .Select(stream => EventOf($"s{stream}", 1) with { Payload = new byte[stream % 100 == 0 ? 5_000 : 40] })
            .ToList();
        await transport.PublishAsync(events, Token);
        var batches = new ConcurrentQueue<IReadOnlyList<EventEnvelope>>();

        await using var group = await SubscribeAsync(transport, (batch, _) =>
        {
            batches.Enqueue(batch);
            return Task.CompletedTask;
        });

        await Eventually.HoldsAsync(() => batches.Sum(batch => batch.Count) == 500, "all events arrive");
        batches.ShouldAllBe(batch => batch.Count <= 50 && (batch.Count == 1 || batch.Sum(envelope => envelope.Payload.Length) <= 1_000));
        batches.ShouldContain(batch => batch.Count > 10);
    }

    [Fact]
    public async Task A_member_that_falls_behind_takes_no_more_than_its_buffers_hold_and_loses_nothing()
    {
        KafkaOptions.Consumer.Lanes = 1;
        KafkaOptions.Consumer.BatchSize = 5;
        Limits = new ConsumerLimits { BufferedEvents = 20 };
        var transport = Connect();
        var received = new ConcurrentQueue<EventEnvelope>();
        await using var group = await SubscribeAsync(transport, async (batch, _) =>
        {
            await Task.Yield();
            foreach (var envelope in batch)
            {
                received.Enqueue(envelope);
            }
        });

        await transport.PublishAsync(
            [.. Enumerable.Range(0, 2_000).Select(number => EventOf($"s{number % 40}", (number / 40) + 1))], Token);

        await Eventually.HoldsAsync(() => received.Select(envelope => envelope.EventId).Distinct().Count() == 2_000, "all events arrive");
        received.GroupBy(envelope => envelope.StreamId).ShouldAllBe(stream =>
            stream.Select(envelope => envelope.StreamVersion).Distinct()
                .SequenceEqual(Enumerable.Range(1, 50).Select(version => (long)version)));
    }

    [Fact]
    public async Task A_handler_that_takes_longer_than_the_poll_interval_does_not_lose_its_place_in_the_group()
    {
        // The shortest that brokers allow.
        var interval = TimeSpan.FromSeconds(Cluster.CanInjectFaults ? 1 : 6);
        KafkaOptions.Settings["session.timeout.ms"] = $"{interval.TotalMilliseconds}";
        KafkaOptions.Settings["max.poll.interval.ms"] = $"{interval.TotalMilliseconds}";
        var transport = Connect();
        await transport.PublishAsync([EventOf("a", 1)], Token);
        var handled = 0;
        await using var group = await SubscribeAsync(transport, async (_, _) =>
        {
            var started = TimeProvider.System.GetTimestamp();
            await Eventually.HoldsAsync(
                () => TimeProvider.System.GetElapsedTime(started) > interval * 2.5, "the interval has passed twice");
            Interlocked.Increment(ref handled);
        });

        await Eventually.HoldsAsync(() => Progress().Sum(item => Math.Max(0, item.Committed)) == 1, "the event is committed");

        handled.ShouldBe(1);
        Log.Lines.ShouldNotContain(line => line.Message.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_partition_that_moves_waits_for_its_batch_only_so_long_and_the_next_owner_gets_it_again()
    {
        Limits = new ConsumerLimits { RevocationWait = TimeSpan.FromMilliseconds(100) };
        var (first, second) = (Connect(), Connect());
        var events = Enumerable.Range(0, 100).Select(stream => EventOf($"s{stream}", 1, stream % 2 == 0 ? Topic : OtherTopic)).ToList();
        var (stuck, abandoned) = (0, 0);
        await using var slow = await SubscribeAsync(first, async (_, token) =>
        {
            Interlocked.Increment(ref stuck);
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref abandoned);
                throw;
            }
        });
        await first.PublishAsync(events, Token);
        await Eventually.HoldsAsync(() => Volatile.Read(ref stuck) > 0, "the first member is at work");
        var received = new ConcurrentQueue<string>();

        await using var quick = await SubscribeAsync(second, (batch, _) =>
        {
            foreach (var envelope in batch)
            {
                received.Enqueue(envelope.StreamId);
            }

            return Task.CompletedTask;
        });

        await Eventually.HoldsAsync(() => !received.IsEmpty, "the second member gets what the first has not finished");
        Volatile.Read(ref abandoned).ShouldBePositive();
        first.Abandon();
        await Eventually.HoldsAsync(() => received.Distinct().Count() == 100, "the second member gets everything");
    }
}
