using Ordering.Application.Products;

namespace Ordering.Infrastructure.Persistence;

/// <summary>A row of <c>remembered_products</c>.</summary>
internal sealed class RememberedProduct
{
    public required string ProductId { get; init; }

    public required string Name { get; set; }

    public string? ThumbnailUrl { get; set; }

    public required decimal UnitPrice { get; set; }

    public required DateTimeOffset HeardAt { get; set; }

    public Product ToProduct() => new(ProductId, Name, ThumbnailUrl, UnitPrice);
}
