using Billing.Storage;
using CleanCqrs.Application.Commands;

namespace Billing.Customers;

internal sealed class RegisterCustomerCommandHandler(BillingContext context) : ICommandHandler<RegisterCustomerCommand, int>
{
    public async Task<int> Handle(RegisterCustomerCommand request, CancellationToken cancellationToken)
    {
        // The event carries the number, which the database counts: so the customer is saved before it is registered.
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var customer = context.Add(Customer.Of(request.Name, request.Address)).Entity;
        await context.SaveChangesAsync(cancellationToken);
        customer.Register();
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return customer.Id;
    }
}
