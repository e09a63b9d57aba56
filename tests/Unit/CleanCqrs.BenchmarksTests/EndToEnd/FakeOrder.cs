namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>An order, written by the fake host and in another copy read from it.</summary>
public sealed record FakeOrder
{
    public required string OrderId { get; init; }
    public DateTimeOffset OrderDate { get; init; }
    public string Status { get; init; } = "CREATED";
    public required string ProductId { get; init; }
    public required string ProductName { get; init; }
    public required string ProductThumbnailUrl { get; init; }
    public required int Quantity { get; init; }
    public required decimal UnitPrice { get; init; }
    public required decimal TotalPrice { get; init; }
    public required string MemberId { get; init; }
    public long Version { get; init; } = 1;
    public bool ProductDetailsPending { get; init; }
}
