using Ordering.Application.Products;

namespace Ordering.Infrastructure.Products;

/// <summary>The look-ups that are under way, so that whoever needs the same product meanwhile waits for the same answer.</summary>
internal sealed class SharedLookups
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<ProductLookup>> _underWay = new(StringComparer.Ordinal);

    /// <summary>Joins the look-ups that are under way, and begins one for everything else.</summary>
    /// <param name="productIds">Distinct ids.</param>
    /// <param name="ask">
    /// Asks for all that nobody else has asked for. It belongs to everybody who joins, so no caller's cancellation ends it.
    /// </param>
    /// <returns>The look-up that answers for each product.</returns>
    public IReadOnlyDictionary<string, Task<ProductLookup>> Join(
        IReadOnlyCollection<string> productIds, Func<IReadOnlyList<string>, Task<ProductLookup>> ask)
    {
        var lookups = new Dictionary<string, Task<ProductLookup>>(productIds.Count, StringComparer.Ordinal);
        lock (_lock)
        {
            var others = productIds.Where(_underWay.ContainsKey).ToList();
            foreach (var productId in others)
            {
                lookups[productId] = _underWay[productId];
            }

            var own = productIds.Where(id => !lookups.ContainsKey(id)).ToList();
            if (own.Count > 0)
            {
                var lookup = Task.Run(() => RunAsync(own, ask), CancellationToken.None);
                foreach (var productId in own)
                {
                    lookups[productId] = _underWay[productId] = lookup;
                }
            }
        }

        return lookups;
    }

    private async Task<ProductLookup> RunAsync(List<string> productIds, Func<IReadOnlyList<string>, Task<ProductLookup>> ask)
    {
        try
        {
            return await ask(productIds);
        }
        finally
        {
            lock (_lock)
            {
                productIds.ForEach(productId => _underWay.Remove(productId));
            }
        }
    }
}
