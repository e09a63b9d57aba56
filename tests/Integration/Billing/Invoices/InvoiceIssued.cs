using CleanCqrs.Domain;

namespace Billing.Invoices;

public sealed record InvoiceIssued(Guid InvoiceId, int CustomerId, IReadOnlyList<InvoiceLine> Lines) : IDomainEvent;
