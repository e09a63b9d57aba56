using CleanCqrs.Domain;

namespace ExistingApplication;

public record OrderPlaced(Guid OrderId, string Customer, decimal Total) : IDomainEvent;
