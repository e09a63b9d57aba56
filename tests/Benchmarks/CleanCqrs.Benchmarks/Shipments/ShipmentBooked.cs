using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;

namespace CleanCqrs.Benchmarks.Shipments;

public sealed record ShipmentBooked(Guid ShipmentId, ShipmentDetails Details) : IDomainEvent;

[IntegrationEvent("benchmarks.shipments.booked.v1", ShipmentTopic.Name)]
public sealed record ShipmentBookedEvent(Guid ShipmentId, ShipmentDetails Details) : IIntegrationEvent;

public sealed class ShipmentBookedMapper : IIntegrationEventMapper<ShipmentBooked, ShipmentBookedEvent>
{
    public ShipmentBookedEvent Map(ShipmentBooked domainEvent) => new(domainEvent.ShipmentId, domainEvent.Details);
}
