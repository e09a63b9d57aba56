using CleanCqrs.Application.IntegrationEvents;
using Ordering.Domain.Orders;

namespace Ordering.Application.Orders.IntegrationEvents;

[IntegrationEvent("ecommerce.orders.cancelled.v1", "ecommerce.orders.cancelled")]
public sealed record OrderCancelledEvent(Guid OrderId, DateTimeOffset CancelledAt, string? Reason) : IIntegrationEvent;

public sealed class OrderCancelledEventMapper : IIntegrationEventMapper<OrderCancelled, OrderCancelledEvent>
{
    public OrderCancelledEvent Map(OrderCancelled domainEvent) =>
        new(domainEvent.OrderId.Value, domainEvent.CancelledAt, domainEvent.Reason);
}
