namespace CleanCqrs.Benchmarks.Replay.Lines;

/// <summary>A member orders a product.</summary>
public sealed record PurchaseLine(int Number, string MemberId, string StockCode, string Description, int Quantity, decimal UnitPrice)
    : Line(Number);
