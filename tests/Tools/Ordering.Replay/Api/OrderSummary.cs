namespace Ordering.Replay.Api;

/// <summary>One order as the read model has it.</summary>
internal sealed record OrderSummary(
    string OrderId,
    DateTimeOffset OrderDate,
    string Status,
    string ProductId,
    string? ProductName,
    string? ProductThumbnailUrl,
    int Quantity,
    decimal UnitPrice,
    decimal TotalPrice,
    string MemberId,
    long Version,
    bool ProductDetailsPending);
