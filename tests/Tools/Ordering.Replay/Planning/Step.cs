namespace Ordering.Replay.Planning;

/// <summary>One command to send, made from the line of the same number.</summary>
internal abstract record Step(int Line);

/// <summary>Orders a product; <paramref name="Refused"/> says that the rules of ordering have to refuse it.</summary>
internal sealed record PlaceOrder(int Line, string ProductId, int Quantity, decimal UnitPrice, bool Refused) : Step(Line);

/// <summary>Cancels the order that <paramref name="OrderLine"/> placed.</summary>
internal sealed record CancelOrder(int Line, int OrderLine) : Step(Line);
