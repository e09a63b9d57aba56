namespace Ordering.Application.Products;

/// <summary>The answer of the catalogue: an id that is in neither collection is unknown to the product service.</summary>
/// <param name="Found">The products that are known, by id.</param>
/// <param name="Unavailable">The ids of which nothing can be said now: the product service is away, and they are not cached.</param>
public sealed record ProductLookup(IReadOnlyDictionary<string, Product> Found, IReadOnlySet<string> Unavailable)
{
    public static ProductLookup Empty { get; } = new(new Dictionary<string, Product>(), new HashSet<string>());
}
