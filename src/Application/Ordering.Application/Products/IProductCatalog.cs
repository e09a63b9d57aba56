namespace Ordering.Application.Products;

/// <summary>The product service. It never throws because the service is away: the answer says so.</summary>
public interface IProductCatalog
{
    /// <summary>Looks up products, with at most one remote call for all that are not cached.</summary>
    Task<ProductLookup> FindAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellationToken);
}

/// <summary>The answer of the catalogue: an id that is in neither collection is unknown to the product service.</summary>
/// <param name="Found">The products that are known, by id.</param>
/// <param name="Unavailable">The ids about which nothing can be said now: the product service is away, and they are not cached.</param>
public sealed record ProductLookup(IReadOnlyDictionary<string, Product> Found, IReadOnlySet<string> Unavailable)
{
    public static ProductLookup Empty { get; } = new(new Dictionary<string, Product>(), new HashSet<string>());
}

/// <summary>What the product service says about a product.</summary>
public sealed record Product(string ProductId, string Name, string? ThumbnailUrl, decimal UnitPrice);
