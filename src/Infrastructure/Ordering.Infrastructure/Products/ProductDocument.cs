namespace Ordering.Infrastructure.Products;

/// <summary>A product as it comes over the wire: nothing about it is certain yet.</summary>
internal sealed record ProductDocument(string? ProductId, string? Name, string? ThumbnailUrl, decimal? UnitPrice);
