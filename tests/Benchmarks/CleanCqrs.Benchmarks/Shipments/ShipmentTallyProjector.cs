using MediatR;

namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>Adds every event up in one row.</summary>
public sealed class ShipmentTallyProjector(ShipmentViewContext context)
    : INotificationHandler<ShipmentBookedEvent>, INotificationHandler<ShipmentDeliveredEvent>
{
    public async Task Handle(ShipmentBookedEvent notification, CancellationToken cancellationToken) =>
        (await FindAsync(cancellationToken)).Booked++;

    public async Task Handle(ShipmentDeliveredEvent notification, CancellationToken cancellationToken) =>
        (await FindAsync(cancellationToken)).Delivered++;

    private async Task<ShipmentTally> FindAsync(CancellationToken cancellationToken) =>
        await context.ShipmentTallies.FindAsync([ShipmentTally.TheOnly], cancellationToken) ?? context.Add(new ShipmentTally()).Entity;
}
