using Billing.Storage;
using CleanCqrs.Application.Commands;

namespace Billing.Customers;

internal sealed class RegisterCustomerCommandHandler(BillingContext context) : ICommandHandler<RegisterCustomerCommand, int>
{
    public async Task<int> Handle(RegisterCustomerCommand request, CancellationToken cancellationToken)
    {
        var customer = Customer.Of(request.Name, request.Address);
        context.Add(customer);
        await context.SaveChangesAsync(cancellationToken);
        customer.Register();
        return customer.Id;
    }
}
