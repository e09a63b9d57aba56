namespace CleanCqrs.Benchmarks.Replay.Lines;

/// <summary>What one line of the file means. <paramref name="Number"/> counts from 1, the header's line.</summary>
public abstract record Line(int Number);
