using Billing.Storage;
using CleanCqrs.Application.Commands;

namespace Billing.Invoices;

internal sealed class IssueInvoiceCommandHandler(BillingContext context) : ICommandHandler<IssueInvoiceCommand, bool>
{
    public Task<bool> Handle(IssueInvoiceCommand request, CancellationToken cancellationToken)
    {
        context.Add(Invoice.Issue(request.InvoiceId, request.CustomerId, request.Lines));
        return Task.FromResult(true);
    }
}
