using CleanCqrs.Domain;

namespace Billing.Customers;

public sealed record CustomerRegistered(int CustomerId, string Name) : IDomainEvent;
