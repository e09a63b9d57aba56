using CleanCqrs.Application.IntegrationEvents;

namespace Billing.Customers;

[IntegrationEvent("billing.customer-registered", "billing.customers")]
public sealed record CustomerRegisteredEvent(int CustomerId, string Name) : IIntegrationEvent;
