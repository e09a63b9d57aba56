using CleanCqrs.Application.Commands;

namespace Billing.Invoices;

/// <summary>Counts a payment towards an invoice. The command that takes the payment sends it, and both are one unit.</summary>
public sealed record SettleInvoiceCommand(Guid InvoiceId, decimal Amount) : ICommand<bool>;
