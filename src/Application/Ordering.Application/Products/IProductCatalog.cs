namespace Ordering.Application.Products;

/// <summary>The product service. It never throws because the service is away: the answer says so.</summary>
public interface IProductCatalog
{
    /// <summary>Looks up products, at most one remote call for all that are not cached.</summary>
    Task<ProductLookup> FindAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellationToken);
}
