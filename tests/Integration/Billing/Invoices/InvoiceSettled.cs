using CleanCqrs.Domain;

namespace Billing.Invoices;

public sealed record InvoiceSettled(Guid InvoiceId, int CustomerId) : IDomainEvent;
