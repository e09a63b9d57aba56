using Billing.Invoices;
using Billing.Payments;
using Billing.ReadModel;
using Billing.ReadModel.Ledger;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Billing.IntegrationTests;

/// <summary>Keeps rows of hierarchies, rows within rows, and rows that others share.</summary>
internal sealed class LedgerProjector(BillingReadContext context) :
    INotificationHandler<InvoiceIssuedEvent>,
    INotificationHandler<InvoiceSettledEvent>,
    INotificationHandler<PaymentReceivedEvent>
{
    public async Task Handle(InvoiceIssuedEvent notification, CancellationToken cancellationToken)
    {
        var entry = new InvoiceEntry { EntryId = notification.InvoiceId, CustomerId = notification.CustomerId };
        entry.Sum.Amount = notification.Lines.Sum(line => line.Quantity * line.Price);
        entry.Lines.AddRange(notification.Lines.Select((line, index) => new EntryLine { Number = index + 1, Text = line.Text }));
        entry.Remarks.AddRange([new EntryRemark { Text = "issued" }, new EntryRemark { Text = "sent" }]);
        foreach (var name in notification.Lines.Select(line => line.Text).Distinct())
        {
            entry.Topics.Add(await context.Set<Topic>().FindAsync([name], cancellationToken)
                ?? context.Add(new Topic { Name = name }).Entity);
        }

        context.Add(entry);
    }

    public async Task Handle(InvoiceSettledEvent notification, CancellationToken cancellationToken)
    {
        var entry = await context.Set<InvoiceEntry>().Include(row => row.Topics)
            .SingleAsync(row => row.EntryId == notification.InvoiceId, cancellationToken);
        entry.IsSettled = true;
        entry.Remarks.RemoveAll(remark => remark.Text == "sent");
        entry.Lines.Single(line => line.Number == 1).Text += " (paid)";
        entry.Topics.RemoveAll(topic => topic.Name == "Travel");
    }

    public Task Handle(PaymentReceivedEvent notification, CancellationToken cancellationToken)
    {
        var entry = new PaymentEntry
        {
            EntryId = notification.PaymentId,
            CustomerId = notification.CustomerId,
            InvoiceId = notification.InvoiceId,
        };
        entry.Sum.Amount = notification.Amount;
        context.Add(entry);
        if (notification.Kind == nameof(CardPayment))
        {
            context.Add(new CardReceipt { PaymentId = notification.PaymentId, Charged = notification.Amount });
            context.Add(new CardSlip { PaymentId = notification.PaymentId, InvoiceId = notification.InvoiceId });
        }
        else
        {
            context.Add(new BankReceipt { PaymentId = notification.PaymentId, Transferred = notification.Amount });
            context.Add(new BankSlip { PaymentId = notification.PaymentId, InvoiceId = notification.InvoiceId });
        }

        return Task.CompletedTask;
    }
}
