using Ordering.Application.Products;

namespace Ordering.Application.Orders.Projections;

/// <summary>The rows of the read model that wait for the product service.</summary>
public interface IPendingProductDetails
{
    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>The products that rows wait for, in the order of their ids, from the first one after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<string>> ListProductIdsAsync(string? after, int maxCount, CancellationToken cancellationToken);

    /// <summary>Completes every waiting row of a product, and says how many there were.</summary>
    Task<int> CompleteAsync(string productId, Product? product, CancellationToken cancellationToken);
}
