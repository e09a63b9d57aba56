using Ordering.Application.Products;

namespace Ordering.Infrastructure.Products;

/// <summary>What the product service has said, kept beyond the life of this process.</summary>
internal interface IProductMemory
{
    /// <summary>Those of the products whose last word is still usable.</summary>
    Task<IReadOnlyList<Product>> FindAsync(IReadOnlyCollection<string> productIds);

    /// <summary>Keeps what was said about products, and forgets those that the service knows no more.</summary>
    Task KeepAsync(IReadOnlyCollection<string> productIds, ProductLookup lookup);
}
