using System.Globalization;
using Billing.Invoices;
using Billing.Payments;
using Billing.ReadModel;
using CleanCqrs.Application.Projections;
using MediatR;

namespace Billing.IntegrationTests;

/// <summary>Adds up by month: what was invoiced, and, as it was changed later, what was paid.</summary>
internal sealed class RevenueProjector(BillingReadContext context, IProjectionContext projection, RevenueRule rule) :
    INotificationHandler<InvoiceIssuedEvent>, INotificationHandler<PaymentReceivedEvent>
{
    public Task Handle(InvoiceIssuedEvent notification, CancellationToken cancellationToken) => rule.AddsUp == Revenue.WhatWasInvoiced
        ? AddAsync(notification.Lines.Sum(line => line.Quantity * line.Price), cancellationToken)
        : Task.CompletedTask;

    public Task Handle(PaymentReceivedEvent notification, CancellationToken cancellationToken) => rule.AddsUp == Revenue.WhatWasPaid
        ? AddAsync(notification.Amount, cancellationToken)
        : Task.CompletedTask;

    private async Task AddAsync(decimal amount, CancellationToken cancellationToken)
    {
        var month = projection.Current.OccurredAt.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var row = await context.Revenues.FindAsync([month], cancellationToken)
            ?? context.Add(new MonthlyRevenue { Month = month }).Entity;
        row.Amount += amount;
    }
}
