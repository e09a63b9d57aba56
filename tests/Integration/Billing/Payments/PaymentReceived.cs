using CleanCqrs.Domain;

namespace Billing.Payments;

public sealed record PaymentReceived(Guid PaymentId, Guid InvoiceId, int CustomerId, decimal Amount, string Kind) : IDomainEvent;
