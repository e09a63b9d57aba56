using CleanCqrs.Application.Commands;

namespace Billing.Customers;

/// <summary>Registers a customer, and answers with its number.</summary>
public sealed record RegisterCustomerCommand(string Name, Address Address) : ICommand<int>;
