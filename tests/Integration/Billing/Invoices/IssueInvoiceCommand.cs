using CleanCqrs.Application.Commands;

namespace Billing.Invoices;

public sealed record IssueInvoiceCommand(Guid InvoiceId, int CustomerId, IReadOnlyList<InvoiceLine> Lines) : ICommand<bool>;
