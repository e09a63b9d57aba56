using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;

namespace CleanCqrs.Benchmarks.Shipments;

public sealed record ShipmentDelivered(Guid ShipmentId, ShipmentDetails Details, DateTimeOffset DeliveredAt) : IDomainEvent;

/// <summary>It carries all that its predecessor did, so that a consumer on the raw driver gets along with one upsert.</summary>
[IntegrationEvent("benchmarks.shipments.delivered.v1", ShipmentTopic.Name)]
public sealed record ShipmentDeliveredEvent(Guid ShipmentId, ShipmentDetails Details, DateTimeOffset DeliveredAt) : IIntegrationEvent;

public sealed class ShipmentDeliveredMapper : IIntegrationEventMapper<ShipmentDelivered, ShipmentDeliveredEvent>
{
    public ShipmentDeliveredEvent Map(ShipmentDelivered domainEvent) =>
        new(domainEvent.ShipmentId, domainEvent.Details, domainEvent.DeliveredAt);
}
