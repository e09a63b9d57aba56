namespace CleanCqrs.Benchmarks.Waiting;

/// <summary>An order whose commit was answered.</summary>
/// <param name="OrderId">Its id.</param>
/// <param name="AnsweredAt">The timestamp of the answer.</param>
public sealed record PlacedOrder(Guid OrderId, long AnsweredAt);
