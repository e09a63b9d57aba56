using CleanCqrs.Application.Projections;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>An ordinary projector: it loads ahead, in one query per batch, and changes rows of its context.</summary>
public sealed class ShipmentProjector(ShipmentViewContext context, IProjectionContext projection)
    : INotificationHandler<ShipmentBookedEvent>, INotificationHandler<ShipmentDeliveredEvent>, IProjectionPrefetch
{
    public async Task PrefetchAsync(IReadOnlyList<ProjectedEvent> events, CancellationToken cancellationToken)
    {
        var delivered = events.Select(projected => projected.Event).OfType<ShipmentDeliveredEvent>()
            .Select(notification => notification.ShipmentId).ToList();
        if (delivered.Count > 0)
        {
            await context.ShipmentViews.Where(view => EF.Parameter(delivered).Contains(view.ShipmentId)).LoadAsync(cancellationToken);
        }
    }

    public Task Handle(ShipmentBookedEvent notification, CancellationToken cancellationToken)
    {
        var details = notification.Details;
        context.Add(new ShipmentView
        {
            ShipmentId = notification.ShipmentId,
            Customer = details.Customer,
            Recipient = details.Recipient,
            Street = details.Street,
            City = details.City,
            Carrier = details.Carrier,
            TrackingUrl = details.TrackingUrl,
            Weight = details.Weight,
            BookedAt = details.BookedAt,
            Version = projection.Current.StreamVersion,
        });
        return Task.CompletedTask;
    }

    public async Task Handle(ShipmentDeliveredEvent notification, CancellationToken cancellationToken)
    {
        var view = await context.ShipmentViews.FindAsync([notification.ShipmentId], cancellationToken)
            ?? throw new InvalidOperationException($"There is no view of shipment {notification.ShipmentId} yet.");
        view.DeliveredAt = notification.DeliveredAt;
        view.Version = projection.Current.StreamVersion;
    }
}
