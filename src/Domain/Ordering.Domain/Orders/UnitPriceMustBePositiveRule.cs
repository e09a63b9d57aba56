using System.Globalization;
using CleanCqrs.Domain;

namespace Ordering.Domain.Orders;

internal sealed class UnitPriceMustBePositiveRule(ProductId productId, decimal unitPrice) : IBusinessRule
{
    public string Code => "unit-price-must-be-positive";

    public string Message => string.Create(
        CultureInfo.InvariantCulture, $"Product {productId} can't be ordered: its unit price is {unitPrice}, and it must be above zero.");

    public bool IsBroken() => unitPrice <= 0;
}
