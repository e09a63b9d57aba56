using Ordering.Application.Products;

namespace Ordering.Application.Orders.Projections;

/// <summary>Completes the summaries that were projected while the product service was away.</summary>
public sealed class ProductDetailsCompletion(IPendingProductDetails pending, IProductCatalog catalog)
{
    private const int BatchSize = 100;

    /// <summary>Completes what the product service can answer for now. A product that it can't answer for holds up no other.</summary>
    /// <returns>
    /// <see langword="true"/> when nothing waits any more; <see langword="false"/> when the service is still away, for some products at
    /// least.
    /// </returns>
    public async Task<bool> CompleteAsync(CancellationToken cancellationToken)
    {
        var complete = true;
        string? last = null;
        IReadOnlyList<string> productIds;
        do
        {
            productIds = await pending.ListProductIdsAsync(last, BatchSize, cancellationToken);
            if (productIds.Count == 0)
            {
                break;
            }

            var lookup = await catalog.FindAsync(productIds, cancellationToken);
            foreach (var productId in productIds.Where(id => !lookup.Unavailable.Contains(id)))
            {
                await pending.CompleteAsync(productId, lookup.Found.GetValueOrDefault(productId), cancellationToken);
            }

            complete &= lookup.Unavailable.Count == 0;
            last = productIds[^1];
        }
        while (productIds.Count == BatchSize);

        return complete;
    }
}
