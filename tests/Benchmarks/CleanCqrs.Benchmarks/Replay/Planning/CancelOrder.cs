namespace CleanCqrs.Benchmarks.Replay.Planning;

/// <summary>Cancels the order that <paramref name="OrderLine"/> placed.</summary>
public sealed record CancelOrder(int Line, int OrderLine) : Step(Line);
