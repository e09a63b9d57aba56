using CleanCqrs.Domain;

namespace Ordering.Application.Products;

internal sealed class ProductMustBeInCatalogueRule(string productId, ProductLookup lookup) : IBusinessRule
{
    public string Code => "unknown-product";

    public string Message => $"There is no product {productId}.";

    public bool IsBroken() => !lookup.Found.ContainsKey(productId);
}
