using Billing.Customers;
using Billing.Invoices;
using Billing.Payments;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Billing.ReadModel;

/// <summary>Looks rows up by something else than their key, and changes some without loading them.</summary>
public sealed class InvoiceProjector(BillingReadContext context) :
    INotificationHandler<CustomerRegisteredEvent>,
    INotificationHandler<CustomerRenamedEvent>,
    INotificationHandler<InvoiceIssuedEvent>,
    INotificationHandler<InvoiceSettledEvent>,
    INotificationHandler<PaymentReceivedEvent>
{
    public Task Handle(CustomerRegisteredEvent notification, CancellationToken cancellationToken) =>
        NameAsync(notification.CustomerId, notification.Name, cancellationToken);

    public Task Handle(CustomerRenamedEvent notification, CancellationToken cancellationToken) =>
        NameAsync(notification.CustomerId, notification.Name, cancellationToken);

    public async Task Handle(InvoiceIssuedEvent notification, CancellationToken cancellationToken)
    {
        var name = await context.CustomerNames.Where(row => row.CustomerId == notification.CustomerId).Select(row => row.Name)
            .SingleOrDefaultAsync(cancellationToken);
        var invoice = await RowOfAsync(notification.InvoiceId, notification.CustomerId, cancellationToken);
        invoice.CustomerName = name ?? string.Empty;
        invoice.Lines.AddRange(notification.Lines);
    }

    public async Task Handle(InvoiceSettledEvent notification, CancellationToken cancellationToken) =>
        (await RowOfAsync(notification.InvoiceId, notification.CustomerId, cancellationToken)).IsSettled = true;

    /// <summary>A payment is another stream, and may arrive before its invoice.</summary>
    public async Task Handle(PaymentReceivedEvent notification, CancellationToken cancellationToken) =>
        (await RowOfAsync(notification.InvoiceId, notification.CustomerId, cancellationToken)).Paid += notification.Amount;

    private async Task NameAsync(int customerId, string name, CancellationToken cancellationToken)
    {
        if (await context.CustomerNames.SingleOrDefaultAsync(row => row.CustomerId == customerId, cancellationToken) is { } known)
        {
            known.Name = name;
        }
        else
        {
            context.Add(new CustomerName { CustomerId = customerId, Name = name });
        }

        await context.Invoices.Where(invoice => invoice.CustomerId == customerId)
            .ExecuteUpdateAsync(invoice => invoice.SetProperty(row => row.CustomerName, name), cancellationToken);
    }

    private async Task<InvoiceView> RowOfAsync(Guid invoiceId, int customerId, CancellationToken cancellationToken) =>
        await context.Invoices.SingleOrDefaultAsync(invoice => invoice.InvoiceId == invoiceId, cancellationToken)
        ?? context.Add(new InvoiceView { InvoiceId = invoiceId, CustomerId = customerId }).Entity;
}
