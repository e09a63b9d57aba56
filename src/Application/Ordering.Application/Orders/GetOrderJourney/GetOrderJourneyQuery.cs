using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using Ordering.Application.Orders.IntegrationEvents;
using Ordering.Application.Orders.Projections;

namespace Ordering.Application.Orders.GetOrderJourney;

/// <summary>
/// What happened to a member's own order on its way from the write model into the read model; <see langword="null"/> when the member
/// has no such order. The answer is there as soon as the order is committed, because the event itself says whose order it is.
/// </summary>
public sealed record GetOrderJourneyQuery(string MemberId, Guid OrderId) : IQuery<OrderJourney?>;

public sealed record OrderJourney(Guid OrderId, IReadOnlyList<OrderJourneyStep> Events);

/// <summary>
/// How far one event of an order has come, and when. Its error is a sentence for members: what the transport said may name servers, and is
/// for operators only.
/// </summary>
public sealed record OrderJourneyStep(
    long Version, string EventType, DateTimeOffset CommittedAt, DateTimeOffset? PublishedAt, DateTimeOffset? ProjectedAt, string? Error)
{
    public const string HeldUp = "It could not be sent on yet. Nothing is lost, and the operators can see why.";
}

public sealed class GetOrderJourneyQueryHandler(
    IOrderSummaryReader summaries, IOutboxTraces outbox, IProjectionPositions projections, IIntegrationEventSerializer serializer)
    : IQueryHandler<GetOrderJourneyQuery, OrderJourney?>
{
    public async Task<OrderJourney?> Handle(GetOrderJourneyQuery request, CancellationToken cancellationToken)
    {
        var streamId = request.OrderId.ToString("D");
        var events = await outbox.TraceAsync(streamId, cancellationToken);
        if (!IsPlacedBy(request.MemberId, events)
            && await summaries.FindAsync(request.MemberId, request.OrderId, cancellationToken) is null)
        {
            return null;
        }

        var position = await projections.FindPositionAsync(OrderSummaryProjector.ProjectionName, streamId, cancellationToken);
        return new OrderJourney(request.OrderId, [.. events.Select(trace => StepOf(trace, position))]);
    }

    private bool IsPlacedBy(string memberId, IReadOnlyList<OutboxEventTrace> events) =>
        events is [{ Envelope: var first }, ..]
        && serializer.Deserialize(first.EventType, first.Payload) is OrderCreatedEvent created
        && created.MemberId == memberId;

    private static OrderJourneyStep StepOf(OutboxEventTrace trace, StreamPosition? position)
    {
        var envelope = trace.Envelope;
        var projectedAt = position is null || position.Version < envelope.StreamVersion ? (DateTimeOffset?)null
            : envelope.StreamVersion == 1 ? position.FirstAppliedAt
            : envelope.StreamVersion == position.Version ? position.LastAppliedAt
            : null;
        return new OrderJourneyStep(
            envelope.StreamVersion,
            envelope.EventType,
            envelope.OccurredAt,
            trace.PublishedAt,
            projectedAt,
            trace.Error is null ? null : OrderJourneyStep.HeldUp);
    }
}
