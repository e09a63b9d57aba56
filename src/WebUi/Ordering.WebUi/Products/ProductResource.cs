using Ordering.Application.Products;

namespace Ordering.WebUi.Products;

/// <summary>A product as the contract of the product service shows it.</summary>
internal sealed record ProductResource(string ProductId, string Name, string? ThumbnailUrl, decimal UnitPrice)
{
    public static ProductResource Of(EmbeddedProduct product) =>
        new(product.ProductId, product.Name, $"/product-images/{Uri.EscapeDataString(product.ProductId)}.svg", product.UnitPrice);

    public static ProductResource Of(Product product) => new(product.ProductId, product.Name, product.ThumbnailUrl, product.UnitPrice);
}
