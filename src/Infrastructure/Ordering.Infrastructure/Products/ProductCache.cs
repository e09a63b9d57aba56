using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Ordering.Application.Products;

namespace Ordering.Infrastructure.Products;

/// <summary>What the product service has said: fresh at first, then good enough while the service is away, then forgotten.</summary>
internal sealed class ProductCache(IOptions<ProductCatalogOptions> options, TimeProvider timeProvider) : IDisposable
{
    // A few times the products of a large shop's busy day, in some 10 MB.
    private const int MaxProducts = 10_000;

    // Long enough to break a flood of orders for something that does not exist, short enough for a product that was just added.
    private static readonly TimeSpan _unknownFor = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = MaxProducts });

    /// <summary>Answers without asking.</summary>
    /// <returns>Whether there is a fresh answer; a known product has then been added to <paramref name="found"/>.</returns>
    public bool TryAnswer(string productId, Dictionary<string, Product> found)
    {
        if (!TryGet(productId, out var entry) || Age(entry) >= (entry.Product is null ? _unknownFor : options.Value.FreshFor))
        {
            return false;
        }

        if (entry.Product is not null)
        {
            found[productId] = entry.Product;
        }

        return true;
    }

    public bool TryGetUsable(string productId, [NotNullWhen(true)] out Product? product)
    {
        product = TryGet(productId, out var entry) && Age(entry) < options.Value.UsableFor ? entry.Product : null;
        return product is not null;
    }

    public void Keep(IEnumerable<string> productIds, ProductLookup lookup)
    {
        foreach (var productId in productIds.Where(id => !lookup.Unavailable.Contains(id)))
        {
            var entry = new Entry(lookup.Found.GetValueOrDefault(productId), timeProvider.GetTimestamp());
            _entries.Set(productId, entry, new MemoryCacheEntryOptions
            {
                Size = 1,
                // When room is short, ids that do not exist go first.
                Priority = entry.Product is null ? CacheItemPriority.Low : CacheItemPriority.Normal,
                AbsoluteExpirationRelativeToNow = entry.Product is null ? _unknownFor : ForgetAfter,
            });
        }
    }

    public void Dispose() => _entries.Dispose();

    // MemoryCache refuses a life time of zero.
    private TimeSpan ForgetAfter => options.Value.UsableFor > TimeSpan.Zero ? options.Value.UsableFor : TimeSpan.FromTicks(1);

    private bool TryGet(string productId, [NotNullWhen(true)] out Entry? entry) => _entries.TryGetValue(productId, out entry);

    private TimeSpan Age(Entry entry) => timeProvider.GetElapsedTime(entry.Since);

    private sealed record Entry(Product? Product, long Since);
}
