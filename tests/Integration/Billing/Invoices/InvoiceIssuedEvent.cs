using CleanCqrs.Application.IntegrationEvents;

namespace Billing.Invoices;

[IntegrationEvent("billing.invoice-issued", "billing.invoices")]
public sealed record InvoiceIssuedEvent(Guid InvoiceId, int CustomerId, IReadOnlyList<InvoiceLine> Lines) : IIntegrationEvent;
