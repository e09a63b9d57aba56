using Ordering.Application.Products;
using Ordering.Domain.Orders;

namespace Ordering.Infrastructure.Products;

/// <summary>
/// The product service over HTTP: <c>GET /api/products?ids=a,b</c>. Answers are cached, and look-ups of the same product share one request.
/// While the service is away, what was heard from it lately still answers, by this process or, where there is a memory, before it. When a
/// look-up got no answer, that is signalled at the end of the scope: a batch has been committed by then, so that whoever looks for waiting
/// summaries finds them.
/// </summary>
internal sealed class HttpProductCatalog(
    ProductServiceClient service,
    ProductCache cache,
    SharedLookups lookups,
    PendingProductDetailsSignal signal,
    IProductMemory? memory = null) : IProductCatalog, IDisposable
{
    private volatile bool _hasUnavailable;

    public async Task<ProductLookup> FindAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new Dictionary<string, Product>(StringComparer.Ordinal);
        var unavailable = new HashSet<string>(StringComparer.Ordinal);
        var missing = productIds.Distinct(StringComparer.Ordinal)
            .Where(productId => ProductId.IsValid(productId) && !cache.TryAnswer(productId, found))
            .ToList();

        foreach (var (productId, pending) in lookups.Join(missing, AskAsync))
        {
            var lookup = await pending.WaitAsync(cancellationToken);
            if (lookup.Found.TryGetValue(productId, out var product)
                || (lookup.Unavailable.Contains(productId) && cache.TryGetUsable(productId, out product)))
            {
                found[productId] = product;
            }
            else if (lookup.Unavailable.Contains(productId))
            {
                unavailable.Add(productId);
            }
        }

        if (memory is not null && unavailable.Count > 0)
        {
            foreach (var product in await memory.FindAsync(unavailable))
            {
                found[product.ProductId] = product;
                unavailable.Remove(product.ProductId);
            }
        }

        _hasUnavailable |= unavailable.Count > 0;
        return new ProductLookup(found, unavailable);
    }

    public void Dispose()
    {
        if (_hasUnavailable)
        {
            signal.Raise();
        }
    }

    private async Task<ProductLookup> AskAsync(IReadOnlyList<string> productIds)
    {
        var found = new Dictionary<string, Product>(StringComparer.Ordinal);
        var unavailable = new HashSet<string>(StringComparer.Ordinal);
        // A look-up may have ended between the first glance at the cache and this one.
        var missing = productIds.Where(productId => !cache.TryAnswer(productId, found)).ToList();
        foreach (var request in ProductQuery.Split(missing))
        {
            var lookup = await service.AskAsync(request);
            cache.Keep(request, lookup);
            if (memory is not null && lookup.Unavailable.Count < request.Count)
            {
                await memory.KeepAsync(request, lookup);
            }

            unavailable.UnionWith(lookup.Unavailable);
            foreach (var (productId, product) in lookup.Found)
            {
                found[productId] = product;
            }
        }

        return new ProductLookup(found, unavailable);
    }
}
