using CleanCqrs.Domain;

namespace Ordering.Domain.Orders.Events;

public sealed record OrderCreated(OrderId OrderId, string MemberId, string ProductId, int Quantity, decimal UnitPrice, DateTimeOffset OrderDate)
    : IDomainEvent;
