using CleanCqrs.Domain;

namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>The aggregate of the measurements: two events make its whole life.</summary>
public sealed class Shipment : AggregateRoot<Guid>
{
    private Shipment(Guid id)
        : base(id)
    {
    }

    public required ShipmentDetails Details { get; init; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    public static Shipment Book(Guid id, ShipmentDetails details)
    {
        var shipment = new Shipment(id) { Details = details };
        shipment.Raise(new ShipmentBooked(id, details));
        return shipment;
    }

    public void Deliver(DateTimeOffset deliveredAt)
    {
        DeliveredAt = deliveredAt;
        Raise(new ShipmentDelivered(Id, Details, deliveredAt));
    }
}
