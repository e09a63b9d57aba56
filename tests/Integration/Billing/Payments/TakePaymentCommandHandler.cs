using Billing.Invoices;
using Billing.Storage;
using CleanCqrs.Application.Commands;
using MediatR;

namespace Billing.Payments;

internal sealed class TakePaymentCommandHandler(BillingContext context, ISender sender) : ICommandHandler<TakePaymentCommand, bool>
{
    public Task<bool> Handle(TakePaymentCommand request, CancellationToken cancellationToken)
    {
        context.Add(request.Card is { } card
            ? CardPayment.Of(request.PaymentId, request.InvoiceId, request.CustomerId, request.Amount, card)
            : (Payment)BankPayment.Of(request.PaymentId, request.InvoiceId, request.CustomerId, request.Amount, reference: 7));
        return sender.Send(new SettleInvoiceCommand(request.InvoiceId, request.Amount), cancellationToken);
    }
}
