namespace CleanCqrs.Benchmarks.Replay.Lines;

/// <summary>A line without a customer: there is no member to order in whose name.</summary>
public sealed record AnonymousLine(int Number) : Line(Number);
