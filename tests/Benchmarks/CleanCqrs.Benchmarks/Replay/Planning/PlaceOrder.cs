namespace CleanCqrs.Benchmarks.Replay.Planning;

/// <summary>Orders a product; <paramref name="Refused"/> says that the rules of ordering have to refuse it.</summary>
public sealed record PlaceOrder(int Line, string ProductId, int Quantity, decimal UnitPrice, bool Refused) : Step(Line);
