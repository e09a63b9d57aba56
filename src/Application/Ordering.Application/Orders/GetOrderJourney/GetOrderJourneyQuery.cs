using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using Ordering.Application.Orders.Projections;

namespace Ordering.Application.Orders.GetOrderJourney;

/// <summary>What happened to a member's own order on its way from the write model into the read model, or <see langword="null"/>.</summary>
public sealed record GetOrderJourneyQuery(string MemberId, Guid OrderId) : IQuery<OrderJourney?>;

public sealed class GetOrderJourneyQueryHandler(IOrderSummaryReader summaries, IOutboxStore outbox, IProjectionStore projections)
    : IQueryHandler<GetOrderJourneyQuery, OrderJourney?>
{
    public async Task<OrderJourney?> Handle(GetOrderJourneyQuery request, CancellationToken cancellationToken)
    {
        if (await summaries.FindAsync(request.MemberId, request.OrderId, cancellationToken) is null)
        {
            return null;
        }

        var streamId = request.OrderId.ToString("D");
        var position = await projections.FindPositionAsync(OrderSummaryProjector.ProjectionName, streamId, cancellationToken);
        var events = await outbox.TraceAsync(streamId, cancellationToken);
        return new OrderJourney(request.OrderId, [.. events.Select(e => StepOf(e, position))]);
    }

    private static OrderJourneyStep StepOf(OutboxEventTrace trace, StreamPosition? position)
    {
        var projectedAt = position is null || position.Version < trace.StreamVersion ? (DateTimeOffset?)null
            : trace.StreamVersion == 1 ? position.FirstAppliedAt
            : trace.StreamVersion == position.Version ? position.LastAppliedAt
            : null;
        return new OrderJourneyStep(trace.StreamVersion, trace.EventType, trace.CommittedAt, trace.PublishedAt, projectedAt, trace.Error);
    }
}
