using Billing.Storage;
using CleanCqrs.Application.Commands;
using Microsoft.EntityFrameworkCore;

namespace Billing.Invoices;

internal sealed class SettleInvoiceCommandHandler(BillingContext context) : ICommandHandler<SettleInvoiceCommand, bool>
{
    public async Task<bool> Handle(SettleInvoiceCommand request, CancellationToken cancellationToken)
    {
        (await context.Invoices.SingleAsync(invoice => invoice.Id == request.InvoiceId, cancellationToken)).Receive(request.Amount);
        return true;
    }
}
