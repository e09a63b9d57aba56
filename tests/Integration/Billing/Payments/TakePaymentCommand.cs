using CleanCqrs.Application.Commands;

namespace Billing.Payments;

/// <summary>Takes a payment by card, or by bank when there is no card.</summary>
public sealed record TakePaymentCommand(Guid PaymentId, Guid InvoiceId, int CustomerId, decimal Amount, string? Card) : ICommand<bool>;
