using System.Text.Json;

namespace Ordering.WebUi.Products;

/// <summary>The products that the host serves while no product service is configured.</summary>
internal sealed class EmbeddedCatalog
{
    private const string ResourceName = "Ordering.WebUi.Products.embedded-catalogue.json";

    private readonly SortedList<string, EmbeddedProduct> _products = new(StringComparer.Ordinal);

    public EmbeddedCatalog()
    {
        using var stream = typeof(EmbeddedCatalog).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing in the assembly.");
        foreach (var product in JsonSerializer.Deserialize<EmbeddedProduct[]>(stream, JsonSerializerOptions.Web)!)
        {
            _products.Add(product.ProductId, product);
        }
    }

    public EmbeddedProduct? Find(string productId) => _products.GetValueOrDefault(productId);

    /// <summary>A page in the order of the ids, which no product that is added or removed upsets.</summary>
    /// <param name="after">The last product of the page before, whether or not it still exists; null for the first page.</param>
    /// <param name="limit">The length of the page.</param>
    public IReadOnlyList<EmbeddedProduct> List(string? after, int limit) =>
        [.. _products.Values.Where(product => after is null || string.CompareOrdinal(product.ProductId, after) > 0).Take(limit)];
}
