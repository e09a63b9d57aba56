using Billing.Customers;
using Billing.Invoices;
using Billing.Payments;
using MediatR;

namespace Billing.ReadModel;

/// <summary>Adds up, with no thought of who else may be adding to the same row.</summary>
public sealed class BalanceProjector(BillingReadContext context) :
    INotificationHandler<CustomerRegisteredEvent>,
    INotificationHandler<CustomerRenamedEvent>,
    INotificationHandler<InvoiceIssuedEvent>,
    INotificationHandler<InvoiceSettledEvent>,
    INotificationHandler<PaymentReceivedEvent>
{
    public async Task Handle(CustomerRegisteredEvent notification, CancellationToken cancellationToken) =>
        (await RowOfAsync(notification.CustomerId, cancellationToken)).Name = notification.Name;

    public async Task Handle(CustomerRenamedEvent notification, CancellationToken cancellationToken) =>
        (await RowOfAsync(notification.CustomerId, cancellationToken)).Name = notification.Name;

    public async Task Handle(InvoiceIssuedEvent notification, CancellationToken cancellationToken)
    {
        var row = await RowOfAsync(notification.CustomerId, cancellationToken);
        row.Invoiced += notification.Lines.Sum(line => line.Quantity * line.Price);
        row.OpenInvoices++;
    }

    public async Task Handle(InvoiceSettledEvent notification, CancellationToken cancellationToken) =>
        (await RowOfAsync(notification.CustomerId, cancellationToken)).OpenInvoices--;

    public async Task Handle(PaymentReceivedEvent notification, CancellationToken cancellationToken) =>
        (await RowOfAsync(notification.CustomerId, cancellationToken)).Paid += notification.Amount;

    private async Task<CustomerBalance> RowOfAsync(int customerId, CancellationToken cancellationToken) =>
        await context.Balances.FindAsync([customerId], cancellationToken)
        ?? context.Add(new CustomerBalance { CustomerId = customerId }).Entity;
}
