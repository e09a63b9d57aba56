using Microsoft.Extensions.Options;
using Ordering.Application.Products;
using Ordering.Domain.Orders;

namespace Ordering.Infrastructure.Products;

/// <summary>
/// The product service over HTTP: <c>GET /api/products?ids=a,b</c>. Answers are cached, and look-ups of the same product share one request.
/// While the service is away, what was heard from it lately still answers.
/// </summary>
public sealed class HttpProductCatalog : IProductCatalog
{
    private readonly ProductServiceClient _service;
    private readonly ProductCache _cache;
    private readonly SharedLookups _lookups;
    private readonly int _maxIdsPerRequest;

    internal HttpProductCatalog(
        ProductServiceClient service, ProductCache cache, SharedLookups lookups, IOptions<ProductCatalogOptions> options) =>
        (_service, _cache, _lookups, _maxIdsPerRequest) = (service, cache, lookups, options.Value.MaxIdsPerRequest);

    public async Task<ProductLookup> FindAsync(IReadOnlyCollection<string> productIds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new Dictionary<string, Product>(StringComparer.Ordinal);
        var unavailable = new HashSet<string>(StringComparer.Ordinal);
        var missing = productIds.Distinct(StringComparer.Ordinal)
            .Where(productId => ProductId.IsValid(productId) && !_cache.TryAnswer(productId, found))
            .ToList();

        foreach (var (productId, pending) in _lookups.Join(missing, AskAsync))
        {
            var lookup = await pending.WaitAsync(cancellationToken);
            if (lookup.Found.TryGetValue(productId, out var product)
                || (lookup.Unavailable.Contains(productId) && _cache.TryGetUsable(productId, out product)))
            {
                found[productId] = product;
            }
            else if (lookup.Unavailable.Contains(productId))
            {
                unavailable.Add(productId);
            }
        }

        return new ProductLookup(found, unavailable);
    }

    private async Task<ProductLookup> AskAsync(IReadOnlyList<string> productIds)
    {
        var found = new Dictionary<string, Product>(StringComparer.Ordinal);
        var unavailable = new HashSet<string>(StringComparer.Ordinal);
        // A look-up may have ended between the first glance at the cache and this one.
        var missing = productIds.Where(productId => !_cache.TryAnswer(productId, found)).ToList();
        foreach (var request in ProductQuery.Split(missing, _maxIdsPerRequest))
        {
            var lookup = await _service.AskAsync(request);
            _cache.Keep(request, lookup);
            unavailable.UnionWith(lookup.Unavailable);
            foreach (var (productId, product) in lookup.Found)
            {
                found[productId] = product;
            }
        }

        return new ProductLookup(found, unavailable);
    }
}
