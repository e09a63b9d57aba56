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

public sealed class OutboxRelayTests
{
    private static readonly BucketLease _lease = new("this instance", [new LeasedRange(3, Epoch: 7)], 0, TimeSpan.FromSeconds(30));

    private readonly IOutboxStore _store = Substitute.For<IOutboxStore>();
    private readonly IBucketLeases _leases = Substitute.For<IBucketLeases>();
    private readonly IEventTransport _transport = Substitute.For<IEventTransport>();
    private readonly EnvelopeUpcaster _upcaster = new(
        Substitute.For<IIntegrationEventTypes>(), Substitute.For<IIntegrationEventSerializer>());
    private readonly FakeTimeProvider _time = new();

    public OutboxRelayTests()
    {
        _leases.AcquireAsync(default, Token).ReturnsForAnyArgs(_ => _lease with { RenewedAt = _time.GetTimestamp() });
        _store.RecordAsync(default!, default!, Token).ReturnsForAnyArgs([]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_read_under_a_lease_is_recorded_under_the_same_lease()
    {
        Pending("a", "b");
        Answers(PublishResult.Acknowledged, PublishResult.Acknowledged);

        var round = await CreateRelay().PublishBatchAsync(Token);

        var lease = _lease with { RenewedAt = _time.GetTimestamp() };
        round.ShouldBe(new RelayRound(2, TimeSpan.Zero, IgnoreSignals: false));
        await _store.Received(1).ReadPendingAsync(lease, 500, TimeSpan.FromMinutes(1), [], Token);
        await _store.Received(1).RecordAsync(
            lease, Arg.Is<IReadOnlyCollection<OutboxOutcome>>(outcomes => outcomes.Count == 2), Token);
    }

    [Fact]
    public async Task An_empty_outbox_bothers_nobody()
    {
        Pending();

        var round = await CreateRelay().PublishBatchAsync(Token);

        round.ShouldBe(new RelayRound(0, TimeSpan.FromSeconds(1), IgnoreSignals: false));
        await _transport.DidNotReceiveWithAnyArgs().PublishAsync(default!, Token);
        await _store.DidNotReceiveWithAnyArgs().RecordAsync(default!, default!, Token);
    }

    [Fact]
    public async Task The_leases_and_the_outage_on_record_are_looked_up_every_sixth_of_the_lease()
    {
        Pending();
        var relay = CreateRelay();

        await relay.PublishBatchAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        await relay.PublishBatchAsync(Token);
        await _leases.Received(1).AcquireAsync(TimeSpan.FromSeconds(30), Token);
        await _store.ReceivedWithAnyArgs(1).FindOutageAsync(Token);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        await relay.PublishBatchAsync(Token);
        await _leases.Received(2).AcquireAsync(TimeSpan.FromSeconds(30), Token);
        await _store.ReceivedWithAnyArgs(2).FindOutageAsync(Token);
    }

    [Fact]
    public async Task Messages_that_another_relay_publishes_by_now_are_neither_a_failure_nor_an_outage()
    {
        Pending("a", "b");
        Answers(PublishResult.TakenOver, PublishResult.TakenOver);
        var relay = CreateRelay();

        (await relay.PublishBatchAsync(Token)).ShouldBe(new RelayRound(0, TimeSpan.Zero, IgnoreSignals: false));

        await _store.DidNotReceiveWithAnyArgs().RecordAsync(default!, default!, Token);
        await _store.DidNotReceiveWithAnyArgs().RecordOutageAsync(default, Token);
        await relay.PublishBatchAsync(Token);
        await _leases.ReceivedWithAnyArgs(2).AcquireAsync(default, Token);
    }

    [Fact]
    public async Task What_was_published_before_another_relay_took_over_is_recorded()
    {
        Pending("a", "b");
        Answers(PublishResult.Acknowledged, PublishResult.TakenOver);

        (await CreateRelay().PublishBatchAsync(Token)).Handled.ShouldBe(1);

        await _store.Received(1).RecordAsync(
            Arg.Any<BucketLease>(),
            Arg.Is<IReadOnlyCollection<OutboxOutcome>>(outcomes => outcomes.Single().Message.Envelope.StreamId == "a"),
            Token);
    }

    [Fact]
    public async Task A_relay_without_a_range_asks_for_no_messages()
    {
        _leases.AcquireAsync(default, Token).ReturnsForAnyArgs(_lease with { Ranges = [] });

        (await CreateRelay().PublishBatchAsync(Token)).ShouldBe(new RelayRound(0, TimeSpan.FromSeconds(1), IgnoreSignals: true));

        await _store.DidNotReceiveWithAnyArgs().ReadPendingAsync(default!, default, default, default!, Token);
    }

    [Fact]
    public async Task A_relay_that_was_stalled_between_reading_and_publishing_asks_for_its_lease_again()
    {
        _transport.LeavesProcess.Returns(true);
        _transport.DeliveryTimeout.Returns(TimeSpan.FromSeconds(10));
        Pending("a");
        Answers(PublishResult.Acknowledged);
        var stall = TimeSpan.FromSeconds(17);
        _store.WhenForAnyArgs(store => store.ReadPendingAsync(default!, default, default, default!, Token)).Do(_ =>
        {
            _time.Advance(stall);
            stall = TimeSpan.Zero;
        });

        (await CreateRelay().PublishBatchAsync(Token)).Handled.ShouldBe(1);

        await _leases.ReceivedWithAnyArgs(2).AcquireAsync(default, Token);
        await _transport.ReceivedWithAnyArgs(1).PublishAsync(default!, Token);
    }

    [Fact]
    public async Task A_lease_is_renewed_while_a_publication_is_slow()
    {
        Pending("a");
        var answer = new TaskCompletionSource<IReadOnlyList<PublishResult>>();
        _transport.PublishAsync(default!, Token).ReturnsForAnyArgs(answer.Task);
        var renewed = 0;
        _leases.WhenForAnyArgs(leases => leases.RenewAsync(default, Token)).Do(_ => renewed++);

        var round = CreateRelay().PublishBatchAsync(Token);
        SpinWait.SpinUntil(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return renewed >= 3;
            },
            TimeSpan.FromSeconds(30)).ShouldBeTrue();

        answer.SetResult([PublishResult.Acknowledged]);
        (await round).Handled.ShouldBe(1);
        await _leases.DidNotReceive().RenewAsync(Arg.Is<TimeSpan>(duration => duration != TimeSpan.FromSeconds(30)), Token);
    }

    [Fact]
    public async Task A_renewal_that_fails_does_not_give_up_the_publication()
    {
        Pending("a");
        var answer = new TaskCompletionSource<IReadOnlyList<PublishResult>>();
        _transport.PublishAsync(default!, Token).ReturnsForAnyArgs(answer.Task);
        _leases.RenewAsync(default, Token).ThrowsAsyncForAnyArgs(_ =>
        {
            answer.SetResult([PublishResult.Acknowledged]);
            return new TimeoutException("database away");
        });

        var round = CreateRelay().PublishBatchAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await round).Handled.ShouldBe(1);
    }

    [Fact]
    public async Task A_relay_that_has_lost_a_range_asks_for_its_lease_again()
    {
        Pending("a");
        Answers(PublishResult.Acknowledged);
        _store.RecordAsync(default!, default!, Token).ReturnsForAnyArgs([3]);
        var relay = CreateRelay();

        await relay.PublishBatchAsync(Token);
        await relay.PublishBatchAsync(Token);

        await _leases.ReceivedWithAnyArgs(2).AcquireAsync(default, Token);
    }

    [Fact]
    public async Task A_relay_that_gave_up_a_batch_which_may_still_be_delivered_keeps_its_leases_until_they_end()
    {
        _transport.LeavesProcess.Returns(true);
        _transport.DeliveryTimeout.Returns(TimeSpan.FromSeconds(10));
        Pending("a");
        using var stop = new CancellationTokenSource();
        _transport.PublishAsync(default!, Token).ReturnsForAnyArgs(async call =>
        {
            await stop.CancelAsync();
            stop.Token.ThrowIfCancellationRequested();
            return [];
        });
        var relay = CreateRelay();
        await Should.ThrowAsync<OperationCanceledException>(() => relay.PublishBatchAsync(stop.Token));

        await relay.ReleaseAsync(Token);

        await _leases.DidNotReceiveWithAnyArgs().ReleaseAsync(Token);
    }

    [Fact]
    public async Task A_relay_that_has_finished_gives_its_leases_up()
    {
        _transport.LeavesProcess.Returns(true);
        _transport.DeliveryTimeout.Returns(TimeSpan.FromSeconds(10));
        Pending("a");
        Answers(PublishResult.Acknowledged);
        var relay = CreateRelay();
        await relay.PublishBatchAsync(Token);

        await relay.ReleaseAsync(Token);

        await _leases.Received(1).ReleaseAsync(Token);
    }

    [Fact]
    public async Task A_transport_that_fails_for_one_stream_only_makes_that_stream_back_off()
    {
        Pending("a");
        _transport.PublishAsync(default!, Token).ThrowsAsyncForAnyArgs(new TimeoutException("no answer"));

        await CreateRelay().PublishBatchAsync(Token);

        await _store.DidNotReceiveWithAnyArgs().RecordOutageAsync(default, Token);
        await _store.Received(1).RecordAsync(
            Arg.Any<BucketLease>(),
            Arg.Is<IReadOnlyCollection<OutboxOutcome>>(
                outcomes => outcomes.Single().Result == PublishResult.Failed("TimeoutException: no answer")),
            Token);
    }

    [Fact]
    public async Task A_database_that_fails_to_record_is_an_error_of_the_round()
    {
        Pending("a");
        Answers(PublishResult.Acknowledged);
        _store.RecordAsync(default!, default!, Token).ThrowsAsyncForAnyArgs(new TimeoutException("database away"));

        await Should.ThrowAsync<TimeoutException>(() => CreateRelay().PublishBatchAsync(Token));
    }

    private void Pending(params IEnumerable<string> streams) =>
        _store.ReadPendingAsync(default!, default, default, default!, Token).ReturnsForAnyArgs(
        [.. streams.Select((stream, index) => new OutboxMessage(
            index, 0, new EventEnvelope(Guid.Empty, "type", "topic", stream, 1, DateTimeOffset.UnixEpoch, ReadOnlyMemory<byte>.Empty)))]);

    private void Answers(params PublishResult[] results) => _transport.PublishAsync(default!, Token).ReturnsForAnyArgs(results);

    private OutboxRelay CreateRelay() =>
        new(_store, _leases, _transport, _upcaster, Options.Create(new OutboxRelayOptions()), _time, NullLogger<OutboxRelay>.Instance);
}
