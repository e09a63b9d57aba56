using CleanCqrs.Application.IntegrationEvents;

namespace ExistingApplication;

[IntegrationEvent("shop.orders.placed.v1", "shop.orders")]
public record OrderPlacedEvent(Guid OrderId, string Customer, decimal Total) : IIntegrationEvent;
