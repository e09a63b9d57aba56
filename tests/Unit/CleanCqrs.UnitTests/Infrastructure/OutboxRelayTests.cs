using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CleanCqrs.UnitTests.Infrastructure;

public sealed class OutboxRelayTests
{
    private static readonly BucketLease _lease = new("this instance", 7, DateTimeOffset.MaxValue, [1, 2, 3]);

    private readonly IOutboxStore _store = Substitute.For<IOutboxStore>();
    private readonly IBucketLeases _leases = Substitute.For<IBucketLeases>();
    private readonly IEventTransport _transport = Substitute.For<IEventTransport>();
    private readonly IEnvelopeUpcaster _upcaster = Substitute.For<IEnvelopeUpcaster>();
    private readonly FakeTimeProvider _time = new();

    public OutboxRelayTests()
    {
        _leases.AcquireAsync(default).ReturnsForAnyArgs(_lease);
        _upcaster.ToNewest(default!).ReturnsForAnyArgs(call => call.Arg<EventEnvelope>());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_read_under_a_lease_is_recorded_under_the_same_lease()
    {
        Pending("a", "b");
        Answers(PublishResult.Acknowledged, PublishResult.Acknowledged);

        var round = await CreateRelay().PublishBatchAsync(Token);

        round.ShouldBe(new RelayRound(2, TimeSpan.Zero, IgnoreSignals: false));
        await _store.Received(1).ReadPendingAsync(_lease, 500, _time.GetUtcNow(), Token);
        await _store.Received(1).RecordAsync(
            _lease, Arg.Is<IReadOnlyCollection<OutboxOutcome>>(outcomes => outcomes.Count == 2), _time.GetUtcNow(), Token);
    }

    [Fact]
    public async Task An_empty_outbox_bothers_nobody()
    {
        Pending();

        var round = await CreateRelay().PublishBatchAsync(Token);

        round.ShouldBe(new RelayRound(0, TimeSpan.FromSeconds(1), IgnoreSignals: false));
        await _transport.DidNotReceiveWithAnyArgs().PublishAsync(default!, Token);
        await _store.DidNotReceiveWithAnyArgs().RecordAsync(default!, default!, default, Token);
    }

    [Fact]
    public async Task The_outage_on_record_is_looked_up_once()
    {
        Pending();
        var relay = CreateRelay();

        await relay.PublishBatchAsync(Token);
        await relay.PublishBatchAsync(Token);

        await _store.ReceivedWithAnyArgs(1).FindOutageAsync(Token);
    }

    [Fact]
    public async Task A_transport_that_fails_for_one_stream_only_makes_that_stream_back_off()
    {
        Pending("a");
        _transport.PublishAsync(default!, Token).ThrowsAsyncForAnyArgs(new TimeoutException("no answer"));

        await CreateRelay().PublishBatchAsync(Token);

        await _store.DidNotReceiveWithAnyArgs().RecordOutageAsync(default, Token);
        await _store.Received(1).RecordAsync(
            _lease,
            Arg.Is<IReadOnlyCollection<OutboxOutcome>>(outcomes => outcomes.Single().Result == PublishResult.Failed("TimeoutException: no answer")),
            Arg.Any<DateTimeOffset>(),
            Token);
    }

    [Fact]
    public async Task A_database_that_fails_to_record_is_an_error_of_the_round()
    {
        Pending("a");
        Answers(PublishResult.Acknowledged);
        _store.RecordAsync(default!, default!, default, Token).ThrowsAsyncForAnyArgs(new TimeoutException("database away"));

        await Should.ThrowAsync<TimeoutException>(() => CreateRelay().PublishBatchAsync(Token));
    }

    private void Pending(params IEnumerable<string> streams) => _store.ReadPendingAsync(default!, default, default, Token).ReturnsForAnyArgs(
        [.. streams.Select((stream, index) => new OutboxMessage(
            index, 0, new EventEnvelope(Guid.Empty, "type", "topic", stream, 1, DateTimeOffset.UnixEpoch, ReadOnlyMemory<byte>.Empty)))]);

    private void Answers(params PublishResult[] results) => _transport.PublishAsync(default!, Token).ReturnsForAnyArgs(results);

    private OutboxRelay CreateRelay() =>
        new(_store, _leases, _transport, _upcaster, Options.Create(new OutboxRelayOptions()), _time, NullLogger<OutboxRelay>.Instance);
}
