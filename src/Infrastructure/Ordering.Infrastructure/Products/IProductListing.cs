using Ordering.Application.Products;

namespace Ordering.Infrastructure.Products;

/// <summary>The list of products, as the product service gives it page by page.</summary>
public interface IProductListing
{
    /// <summary>A page of the list.</summary>
    /// <param name="after">The last product of the page before; null for the first page.</param>
    /// <param name="limit">The length of the page.</param>
    /// <returns>The page; null when the service is away, and has not been heard of lately.</returns>
    Task<IReadOnlyList<Product>?> ListAsync(string? after, int limit);
}
