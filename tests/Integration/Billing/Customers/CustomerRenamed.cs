using CleanCqrs.Domain;

namespace Billing.Customers;

public sealed record CustomerRenamed(int CustomerId, string Name) : IDomainEvent;
