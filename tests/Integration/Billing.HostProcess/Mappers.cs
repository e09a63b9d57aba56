using Billing.Customers;
using Billing.Invoices;
using Billing.Payments;
using CleanCqrs.Application.IntegrationEvents;

namespace Billing;

public sealed class M1 : IIntegrationEventMapper<CustomerRegistered, CustomerRegisteredEvent> { public CustomerRegisteredEvent Map(CustomerRegistered e) => new(e.CustomerId, e.Name); }
public sealed class M2 : IIntegrationEventMapper<CustomerRenamed, CustomerRenamedEvent> { public CustomerRenamedEvent Map(CustomerRenamed e) => new(e.CustomerId, e.Name); }
public sealed class M3 : IIntegrationEventMapper<InvoiceIssued, InvoiceIssuedEvent> { public InvoiceIssuedEvent Map(InvoiceIssued e) => new(e.InvoiceId, e.CustomerId, e.Lines); }
public sealed class M4 : IIntegrationEventMapper<InvoiceSettled, InvoiceSettledEvent> { public InvoiceSettledEvent Map(InvoiceSettled e) => new(e.InvoiceId, e.CustomerId); }
public sealed class M5 : IIntegrationEventMapper<PaymentReceived, PaymentReceivedEvent> { public PaymentReceivedEvent Map(PaymentReceived e) => new(e.PaymentId, e.InvoiceId, e.CustomerId, e.Amount, e.Kind); }
