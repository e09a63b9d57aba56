namespace Ordering.Replay.Checks;

/// <summary>In what an order of the read model differs from the ledger.</summary>
internal enum DifferenceKind
{
    /// <summary>An accepted order is not in its member's list.</summary>
    Missing,

    /// <summary>An order is in the lists more than once.</summary>
    Repeated,

    /// <summary>An order came into being during the replay that the replay did not place: a command was carried out twice.</summary>
    Unexpected,

    /// <summary>Two lines were answered with the same order.</summary>
    Shared,

    Status,
    Quantity,
    UnitPrice,
    TotalPrice,
    ProductId,
    ProductName,
    ProductThumbnailUrl,
    MemberId,
    Version,
    ProductDetailsPending,
}
