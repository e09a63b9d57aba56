using Billing.Storage;
using CleanCqrs.Application.Commands;
using Microsoft.EntityFrameworkCore;

namespace Billing.Customers;

internal sealed class RenameCustomerCommandHandler(BillingContext context) : ICommandHandler<RenameCustomerCommand, bool>
{
    public async Task<bool> Handle(RenameCustomerCommand request, CancellationToken cancellationToken)
    {
        (await context.Customers.SingleAsync(customer => customer.Id == request.CustomerId, cancellationToken)).Rename(request.Name);
        return true;
    }
}
