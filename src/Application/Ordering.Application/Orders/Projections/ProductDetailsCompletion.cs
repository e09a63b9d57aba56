using Ordering.Application.Products;

namespace Ordering.Application.Orders.Projections;

/// <summary>Completes the summaries that were projected while the product service was away.</summary>
public sealed class ProductDetailsCompletion(IPendingProductDetails pending, IProductCatalog catalog)
{
    private const int BatchSize = 100;

    /// <summary>Completes what the product service can answer for now.</summary>
    /// <returns>Whether nothing waits any more; <see langword="false"/> says that the service is still away, or that nothing could be completed.</returns>
    public async Task<bool> CompleteAsync(CancellationToken cancellationToken)
    {
        while (await pending.ListProductIdsAsync(BatchSize, cancellationToken) is { Count: > 0 } productIds)
        {
            var lookup = await catalog.FindAsync(productIds, cancellationToken);
            var completed = 0;
            foreach (var productId in productIds.Where(id => !lookup.Unavailable.Contains(id)))
            {
                completed += await pending.CompleteAsync(productId, lookup.Found.GetValueOrDefault(productId), cancellationToken);
            }

            if (lookup.Unavailable.Count > 0 || completed == 0)
            {
                return false;
            }
        }

        return true;
    }
}
