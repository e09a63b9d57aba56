using CleanCqrs.Application.Commands;

namespace Billing.Customers;

public sealed record RenameCustomerCommand(int CustomerId, string Name) : ICommand<bool>;
