using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using NSubstitute;
using Ordering.Application.Orders;
using Ordering.Application.Orders.GetOrderJourney;
using Ordering.Application.Orders.IntegrationEvents;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.GetOrderJourney;

public class GetOrderJourneyQueryHandlerTests
{
    private const string StreamId = "0193d1c0-7a00-7000-8000-000000000001";

    private static readonly OutboxEventTrace _created = new(
        1, EnvelopeOf("ecommerce.orders.created.v1", 1, Morning), OutboxEventState.Published, Morning.AddSeconds(1), 0, null);
    private static readonly OutboxEventTrace _cancelled = new(
        2, EnvelopeOf("ecommerce.orders.cancelled.v1", 2, Noon), OutboxEventState.Pending, null, 1, "broker away");

    private readonly IOrderSummaryReader _summaries = Substitute.For<IOrderSummaryReader>();
    private readonly IOutboxTraces _outbox = Substitute.For<IOutboxTraces>();
    private readonly IProjectionPositions _projections = Substitute.For<IProjectionPositions>();
    private readonly IIntegrationEventSerializer _serializer = Substitute.For<IIntegrationEventSerializer>();

    public GetOrderJourneyQueryHandlerTests()
    {
        _serializer.Deserialize(_created.Envelope.EventType, _created.Envelope.Payload)
            .Returns(new OrderCreatedEvent(TheOrder.Value, Morning, "CREATED", Member, "85123A", 6, 2.55m));
        _outbox.TraceAsync(StreamId, Arg.Any<CancellationToken>()).Returns([_created, _cancelled]);
    }

    [Fact]
    public async Task A_journey_shows_when_each_event_was_recorded_published_and_applied()
    {
        TheProjectionHasReached(new StreamPosition(StreamId, 2, Morning.AddSeconds(2), Noon.AddSeconds(2)));

        var journey = await HandleAsync(Member);

        journey.ShouldNotBeNull();
        journey.OrderId.ShouldBe(TheOrder.Value);
        journey.Events.ShouldBe(
        [
            new OrderJourneyStep(1, "ecommerce.orders.created.v1", Morning, Morning.AddSeconds(1), Morning.AddSeconds(2), null),
            new OrderJourneyStep(2, "ecommerce.orders.cancelled.v1", Noon, null, Noon.AddSeconds(2), OrderJourneyStep.HeldUp),
        ]);
    }

    [Fact]
    public async Task What_the_transport_said_is_not_for_members()
    {
        TheProjectionHasReached(null);

        (await HandleAsync(Member))!.Events[1].Error.ShouldBe(
            "It could not be sent on yet. Nothing is lost, and the operators can see why.");
    }

    [Fact]
    public async Task An_event_that_is_still_under_way_has_not_been_applied()
    {
        TheProjectionHasReached(new StreamPosition(StreamId, 1, Morning.AddSeconds(2), Morning.AddSeconds(2)));

        var journey = await HandleAsync(Member);

        journey!.Events.Select(step => step.ProjectedAt).ShouldBe([Morning.AddSeconds(2), null]);
    }

    [Fact]
    public async Task Before_the_projection_has_seen_the_order_nothing_has_been_applied()
    {
        TheProjectionHasReached(null);

        var journey = await HandleAsync(Member);

        journey!.Events.Select(step => step.ProjectedAt).ShouldBe([null, null]);
    }

    [Fact]
    public async Task Somebody_elses_order_has_no_journey() => (await HandleAsync(SomebodyElse)).ShouldBeNull();

    [Fact]
    public async Task An_order_whose_events_are_no_longer_kept_has_an_empty_journey()
    {
        _outbox.TraceAsync(StreamId, Arg.Any<CancellationToken>()).Returns([]);
        _summaries.FindAsync(Member, TheOrder.Value, Arg.Any<CancellationToken>()).Returns(Summary());

        (await HandleAsync(Member))!.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_nobody_placed_has_no_journey()
    {
        _outbox.TraceAsync(StreamId, Arg.Any<CancellationToken>()).Returns([]);

        (await HandleAsync(Member)).ShouldBeNull();
    }

    private static EventEnvelope EnvelopeOf(string eventType, long version, DateTimeOffset time) =>
        new(Guid.CreateVersion7(time), eventType, "a topic", StreamId, version, time, new byte[] { (byte)version });

    private void TheProjectionHasReached(StreamPosition? position) =>
        _projections.FindPositionAsync("order-projection-group", StreamId, Arg.Any<CancellationToken>()).Returns(position);

    private Task<OrderJourney?> HandleAsync(string memberId) =>
        new GetOrderJourneyQueryHandler(_summaries, _outbox, _projections, _serializer)
            .Handle(new GetOrderJourneyQuery(memberId, TheOrder.Value), TestContext.Current.CancellationToken);
}
