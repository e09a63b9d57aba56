using CleanCqrs.Application.IntegrationEvents;

namespace Billing.Invoices;

[IntegrationEvent("billing.invoice-settled", "billing.invoices")]
public sealed record InvoiceSettledEvent(Guid InvoiceId, int CustomerId) : IIntegrationEvent;
