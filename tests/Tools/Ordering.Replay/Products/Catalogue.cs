namespace Ordering.Replay.Products;

/// <summary>The products of a file: one per stock code and price, named by the first description.</summary>
internal sealed class Catalogue
{
    private readonly Dictionary<string, (string Name, decimal UnitPrice)> _products = [];

    public int Count => _products.Count;

    /// <summary>Where the products are served; thumbnails are addressed from here.</summary>
    public Uri BaseAddress { get; set; } = new("http://127.0.0.1:5090");

    public Product this[string productId] => Find(productId) ?? throw new KeyNotFoundException(productId);

    /// <returns>The product's id.</returns>
    public string Add(string stockCode, string description, decimal unitPrice)
    {
        var productId = ProductIds.For(stockCode, unitPrice);
        _products.TryAdd(productId, (description.Length > 0 ? description : stockCode, unitPrice));
        return productId;
    }

    public Product? Find(string productId) =>
        _products.TryGetValue(productId, out var found)
            ? new Product(productId, found.Name, new Uri(BaseAddress, $"thumbnails/{productId}.svg").AbsoluteUri, found.UnitPrice)
            : null;
}

/// <summary>One product of the product contract.</summary>
internal sealed record Product(string ProductId, string Name, string ThumbnailUrl, decimal UnitPrice);
