namespace Ordering.Replay.Sending;

/// <summary>One order that the host has accepted, as it has to be found later.</summary>
internal sealed record LedgerEntry(
    int Line,
    string MemberId,
    string OrderId,
    string ProductId,
    string ProductName,
    string ProductThumbnailUrl,
    int Quantity,
    decimal UnitPrice,
    bool Cancelled = false)
{
    public string Status => Cancelled ? "CANCELLED" : "CREATED";

    public decimal TotalPrice => Quantity * UnitPrice;

    public long Version => Cancelled ? 2 : 1;
}
