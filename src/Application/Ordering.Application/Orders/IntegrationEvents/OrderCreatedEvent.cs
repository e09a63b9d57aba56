using CleanCqrs.Application.IntegrationEvents;
using Ordering.Domain.Orders;

namespace Ordering.Application.Orders.IntegrationEvents;

[IntegrationEvent("ecommerce.orders.created.v1", "ecommerce.orders.created")]
public sealed record OrderCreatedEvent(
    Guid OrderId, DateTimeOffset OrderDate, string Status, string MemberId, string ProductId, int Quantity, decimal UnitPrice)
    : IIntegrationEvent;

public sealed class OrderCreatedEventMapper : IIntegrationEventMapper<OrderCreated, OrderCreatedEvent>
{
    public OrderCreatedEvent Map(OrderCreated domainEvent) => new(
        domainEvent.OrderId.Value,
        domainEvent.OrderDate,
        OrderSummaryStatus.Created,
        domainEvent.MemberId,
        domainEvent.ProductId.Value,
        domainEvent.Quantity,
        domainEvent.UnitPrice);
}
