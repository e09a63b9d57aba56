using CleanCqrs.Domain;

namespace Ordering.Domain.Orders;

public sealed record OrderCreated(
    OrderId OrderId, string MemberId, ProductId ProductId, int Quantity, decimal UnitPrice, DateTimeOffset OrderDate) : IDomainEvent;
