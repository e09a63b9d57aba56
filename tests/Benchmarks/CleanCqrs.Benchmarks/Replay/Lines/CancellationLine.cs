namespace CleanCqrs.Benchmarks.Replay.Lines;

/// <summary>A member takes back an earlier order of a product, whatever it cost.</summary>
public sealed record CancellationLine(int Number, string MemberId, string StockCode, string Description) : Line(Number);
