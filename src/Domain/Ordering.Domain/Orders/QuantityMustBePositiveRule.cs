using CleanCqrs.Domain;

namespace Ordering.Domain.Orders;

internal sealed class QuantityMustBePositiveRule(int quantity) : IBusinessRule
{
    public string Code => "quantity-must-be-positive";

    public string Message => $"An order needs a quantity of 1 or more; {quantity} was asked for.";

    public bool IsBroken() => quantity < 1;
}
