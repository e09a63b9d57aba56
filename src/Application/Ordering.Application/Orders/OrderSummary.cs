using Ordering.Application.Products;

namespace Ordering.Application.Orders;

/// <summary>An order as queries see it: one row of the read model, with everything a list shows.</summary>
public sealed class OrderSummary
{
    public required Guid OrderId { get; init; }

    public required DateTimeOffset OrderDate { get; init; }

    public required string Status { get; set; }

    public required string ProductId { get; init; }

    public string? ProductName { get; private set; }

    public string? ProductThumbnailUrl { get; private set; }

    public required int Quantity { get; init; }

    public required decimal UnitPrice { get; init; }

    public required decimal TotalPrice { get; init; }

    public required string MemberId { get; init; }

    /// <summary>The version of the last event of the order that is in this row.</summary>
    public required long Version { get; set; }

    /// <summary>The product service was away when the order was projected: name and thumbnail follow when it is back.</summary>
    public bool ProductDetailsPending { get; private set; } = true;

    /// <summary>Fills in what the product service says; nothing, when it does not know the product any more.</summary>
    public void CompleteProductDetails(Product? product)
    {
        ProductName = product?.Name;
        ProductThumbnailUrl = product?.ThumbnailUrl;
        ProductDetailsPending = false;
    }
}
