using CleanCqrs.Domain;

namespace Ordering.Domain.Orders;

public sealed record OrderCancelled(OrderId OrderId, DateTimeOffset CancelledAt, string? Reason) : IDomainEvent;
