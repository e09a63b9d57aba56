namespace Ordering.WebUi.Products;

internal sealed record EmbeddedProduct(string ProductId, string Name, int PriceInCents, string Picture)
{
    public decimal UnitPrice => PriceInCents / 100m;
}
