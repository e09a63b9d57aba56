namespace Ordering.Application.Products;

/// <summary>What the product service tells about a product.</summary>
public sealed record Product(string ProductId, string Name, string? ThumbnailUrl, decimal UnitPrice);
