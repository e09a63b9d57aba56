using CleanCqrs.Benchmarks.Shipments;

namespace CleanCqrs.Benchmarks.Commanding;

/// <summary>One way to book a shipment: its row and its event, in one transaction.</summary>
public interface IBooking
{
    Task BookAsync(Guid id, ShipmentDetails details, CancellationToken cancellationToken);
}
