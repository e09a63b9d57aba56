using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.IntegrationEvents;
using CleanCqrs.Infrastructure.Relay;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CleanCqrs.UnitTests.Infrastructure;

/// <summary>A relay with more than one batch to publish; a batch has two messages here.</summary>
public sealed class RelayStagesTests : IDisposable
{
    private readonly IOutboxStore _store = Substitute.For<IOutboxStore>();
    private readonly IBucketLeases _leases = Substitute.For<IBucketLeases>();
    private readonly IEventTransport _transport = Substitute.For<IEventTransport>();
    private readonly FakeTimeProvider _time = new();
    private readonly List<OutboxMessage> _pending = [];
    private readonly List<string> _published = [];
    private readonly List<string> _steps = [];
    private readonly OutboxRelay _relay;
    private TaskCompletionSource? _recording;
    private Func<EventEnvelope, PublishResult> _answer = _ => PublishResult.Acknowledged;

    public RelayStagesTests()
    {
        _leases.AcquireAsync(default, Token).ReturnsForAnyArgs(
            _ => new BucketLease("this instance", [new LeasedRange(3, Epoch: 7)], _time.GetTimestamp(), TimeSpan.FromSeconds(30)));
        _store.ReadPendingAsync(default!, default, default, default!, Token).ReturnsForAnyArgs(
            call => Read(call.ArgAt<int>(1), call.Arg<IReadOnlyCollection<long>>()));
        _store.RecordAsync(default!, default!, Token).ReturnsForAnyArgs(
            call => RecordAsync(call.Arg<IReadOnlyCollection<OutboxOutcome>>()));
        _transport.PublishAsync(default!, Token).ReturnsForAnyArgs(call => Publish(call.Arg<IReadOnlyList<EventEnvelope>>()));
        var upcaster = new EnvelopeUpcaster(Substitute.For<IIntegrationEventTypes>(), Substitute.For<IIntegrationEventSerializer>());
        var options = Options.Create(new OutboxRelayOptions { BatchSize = 2 });
        _relay = new OutboxRelay(_store, _leases, _transport, upcaster, options, _time, NullLogger<OutboxRelay>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_batch_is_read_while_this_one_is_published_and_published_while_this_one_is_recorded()
    {
        Pend("a1", "b1", "a2", "c1", "d1");
        _recording = new();

        await _relay.PublishBatchAsync(Token);
        _published.ShouldBe(["a1", "b1"]);
        var second = _relay.PublishBatchAsync(Token);
        _published.ShouldBe(["a1", "b1", "a2", "c1"]);
        second.IsCompleted.ShouldBeFalse();

        _recording.SetResult();
        _recording = null;
        await second;
        await DrainAsync();

        _steps.ShouldBe(
        [
            "read a1 b1", "read a2 c1", "publish a1 b1", "record a1 b1",
            "read d1", "publish a2 c1", "record a2 c1",
            "publish d1", "record d1",
            "read",
        ]);
    }

    [Fact]
    public async Task A_single_batch_is_recorded_before_its_round_ends()
    {
        Pend("a1");
        _recording = new();

        var round = _relay.PublishBatchAsync(Token);
        round.IsCompleted.ShouldBeFalse();
        _recording.SetResult();

        (await round).Handled.ShouldBe(1);
        _steps.ShouldBe(["read a1", "publish a1", "record a1"]);
    }

    [Fact]
    public async Task Nothing_of_a_stream_is_published_behind_what_has_failed_in_the_batch_before()
    {
        Pend("a1", "b1", "a2", "c1");
        _answer = envelope => Name(envelope) == "a1" ? PublishResult.Failed("no answer") : PublishResult.Acknowledged;

        await DrainAsync();

        _published.ShouldBe(["a1", "b1", "c1"]);
    }

    [Fact]
    public async Task Nothing_of_a_stream_is_published_behind_what_has_failed_two_batches_before()
    {
        Pend("a1", "b1", "c1", "d1", "a2", "e1");
        _answer = envelope => Name(envelope) == "a1" ? PublishResult.Failed("no answer") : PublishResult.Acknowledged;
        _recording = new();

        await _relay.PublishBatchAsync(Token);
        var second = _relay.PublishBatchAsync(Token);
        _recording.SetResult();
        _recording = null;
        await second;
        await DrainAsync();

        _published.ShouldBe(["a1", "b1", "c1", "d1", "e1"]);
    }

    [Fact]
    public async Task What_was_read_ahead_is_forgotten_when_the_publication_before_it_breaks_off()
    {
        Pend("a1", "b1", "a2", "b2");
        var stop = new CancellationTokenSource();
        _answer = _ => throw new OperationCanceledException(stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => _relay.PublishBatchAsync(stop.Token));
        _answer = _ => PublishResult.Acknowledged;

        await DrainAsync();

        _published.ShouldBe(["a1", "b1", "a2", "b2"]);
    }

    [Fact]
    public async Task What_was_read_ahead_is_forgotten_in_an_outage_and_when_another_relay_takes_over()
    {
        Pend("a1", "b1", "a2", "b2");
        _answer = _ => PublishResult.TakenOver;
        await _relay.PublishBatchAsync(Token);
        _answer = _ => PublishResult.Failed("no answer");
        var rest = (await _relay.PublishBatchAsync(Token)).Wait;
        _answer = _ => PublishResult.Acknowledged;
        _published.Clear();
        _time.Advance(rest);

        await DrainAsync();

        _published.ShouldBe(["a1", "b1", "a2", "b2"]);
    }

    [Fact]
    public async Task A_batch_that_could_not_be_recorded_is_an_error_of_the_next_round_and_published_again_in_order()
    {
        Pend("a1", "b1", "a2", "b2", "a3");
        _recording = new();
        await _relay.PublishBatchAsync(Token);
        var second = _relay.PublishBatchAsync(Token);
        _recording.SetException(new TimeoutException("database away"));
        _recording = null;

        (await Should.ThrowAsync<TimeoutException>(() => second)).Message.ShouldBe("database away");
        _published.Clear();
        await DrainAsync();

        _published.ShouldBe(["a1", "b1", "a2", "b2", "a3"]);
    }

    [Fact]
    public async Task While_batches_can_not_be_recorded_each_round_fails_by_itself_and_one_that_can_ends_that()
    {
        Pend("a1", "b1", "a2", "b2", "a3", "b3", "a4");
        _recording = new();
        _recording.SetException(new TimeoutException("database away"));
        await _relay.PublishBatchAsync(Token);
        await Should.ThrowAsync<TimeoutException>(() => _relay.PublishBatchAsync(Token));

        await Should.ThrowAsync<TimeoutException>(() => _relay.PublishBatchAsync(Token));
        await Should.ThrowAsync<TimeoutException>(() => _relay.PublishBatchAsync(Token));
        _recording = null;
        _steps.Clear();
        await DrainAsync();

        _steps.Take(4).ShouldBe(["read a1 b1", "publish a1 b1", "record a1 b1", "read a2 b2"]);
        _steps.Skip(4).Take(2).ShouldBe(["read a3 b3", "publish a2 b2"]);
    }

    [Fact]
    public async Task A_relay_that_stops_records_first_what_it_has_published()
    {
        Pend("a1", "b1", "a2", "b2");
        _recording = new();
        await _relay.PublishBatchAsync(Token);

        var release = _relay.ReleaseAsync(Token);
        await _leases.DidNotReceiveWithAnyArgs().ReleaseAsync(Token);
        _recording.SetResult();
        await release;

        await _leases.Received(1).ReleaseAsync(Token);
        _pending.Select(message => Name(message.Envelope)).ShouldBe(["a2", "b2"]);
    }

    [Fact]
    public async Task A_relay_gives_its_leases_up_though_its_last_batch_could_not_be_recorded()
    {
        Pend("a1", "b1", "a2", "b2");
        _store.RecordAsync(default!, default!, Token).ThrowsAsyncForAnyArgs(new TimeoutException("database away"));
        await _relay.PublishBatchAsync(Token);

        await _relay.ReleaseAsync(Token);

        await _leases.Received(1).ReleaseAsync(Token);
    }

    public void Dispose() => _relay.Dispose();

    private static string Name(EventEnvelope envelope) => $"{envelope.StreamId}{envelope.StreamVersion}";

    private static string Names(IEnumerable<OutboxMessage> messages) =>
        string.Join(' ', messages.Select(message => Name(message.Envelope)));

    private void Pend(params string[] names) => _pending.AddRange(names.Select((name, index) => new OutboxMessage(
        index,
        Attempts: 0,
        new EventEnvelope(
            Guid.Empty, "type", "topic", name[..1], name[1] - '0', DateTimeOffset.UnixEpoch, ReadOnlyMemory<byte>.Empty))));

    private async Task DrainAsync()
    {
        while ((await _relay.PublishBatchAsync(Token)).Handled > 0)
        {
        }
    }

    private OutboxMessage[] Read(int count, IReadOnlyCollection<long> inHand)
    {
        OutboxMessage[] read = [.. _pending.Where(message => !inHand.Contains(message.Position)).Take(count)];
        _steps.Add($"read {Names(read)}".Trim());
        return read;
    }

    private List<PublishResult> Publish(IReadOnlyList<EventEnvelope> events)
    {
        List<PublishResult> results = [.. events.Select(_answer)];
        var names = events.Select(Name).ToList();
        _published.AddRange(names);
        _steps.Add($"publish {string.Join(' ', names)}");
        return results;
    }

    private async Task<IReadOnlyCollection<int>> RecordAsync(IReadOnlyCollection<OutboxOutcome> outcomes)
    {
        _steps.Add($"record {Names(outcomes.Select(outcome => outcome.Message))}");
        if (_recording is { } recording)
        {
            await recording.Task;
        }

        // A stream that has failed backs off: its messages do not come again in these tests.
        var failed = outcomes.Where(outcome => outcome.Result.Outcome != PublishOutcome.Acknowledged)
            .Select(outcome => outcome.Message.Envelope.StreamId)
            .ToHashSet();
        _pending.RemoveAll(message => failed.Contains(message.Envelope.StreamId)
            || outcomes.Any(outcome => outcome.Message.Position == message.Position));
        return [];
    }
}
