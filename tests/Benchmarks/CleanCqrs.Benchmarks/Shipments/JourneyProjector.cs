using CleanCqrs.Application.Projections;
using MediatR;

namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>Counts the events of each stream, and fails at the obstacle.</summary>
public sealed class JourneyProjector(ShipmentViewContext context, IProjectionContext projection, Obstacle obstacle)
    : INotificationHandler<ShipmentBookedEvent>
{
    public async Task Handle(ShipmentBookedEvent notification, CancellationToken cancellationToken)
    {
        var envelope = projection.Current;
        if (envelope.StreamId == Obstacle.Stream && envelope.StreamVersion == obstacle.Version)
        {
            throw new InvalidOperationException("There is an obstacle.");
        }

        var journey = await context.Journeys.FindAsync([envelope.StreamId], cancellationToken)
            ?? context.Add(new ShipmentJourney { StreamId = envelope.StreamId }).Entity;
        journey.Events++;
    }
}
