using CleanCqrs.Application.IntegrationEvents;

namespace Billing.Payments;

[IntegrationEvent("billing.payment-received", "billing.payments")]
public sealed record PaymentReceivedEvent(Guid PaymentId, Guid InvoiceId, int CustomerId, decimal Amount, string Kind) : IIntegrationEvent;
