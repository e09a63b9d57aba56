namespace CleanCqrs.Benchmarks.Replay.Products;

/// <summary>One product of the product contract.</summary>
public sealed record Product(string ProductId, string Name, string ThumbnailUrl, decimal UnitPrice);
