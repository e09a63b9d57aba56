using CleanCqrs.Application.IntegrationEvents;

namespace Billing.Customers;

[IntegrationEvent("billing.customer-renamed", "billing.customers")]
public sealed record CustomerRenamedEvent(int CustomerId, string Name) : IIntegrationEvent;
