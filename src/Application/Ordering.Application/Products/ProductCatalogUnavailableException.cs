namespace Ordering.Application.Products;

/// <summary>The price of a product can't be known now. Over HTTP: 503.</summary>
public sealed class ProductCatalogUnavailableException(string productId)
    : Exception($"The product service is not answering, so the price of product {productId} is not known. Nothing was ordered; "
        + "try again in a few seconds.");
