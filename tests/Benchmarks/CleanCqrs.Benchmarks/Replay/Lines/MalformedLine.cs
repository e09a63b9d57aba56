namespace CleanCqrs.Benchmarks.Replay.Lines;

/// <summary>A line that cannot be read, and why.</summary>
public sealed record MalformedLine(int Number, string Reason) : Line(Number);
