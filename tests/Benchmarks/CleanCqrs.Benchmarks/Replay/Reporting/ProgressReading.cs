namespace CleanCqrs.Benchmarks.Replay.Reporting;

/// <summary>How far a piece of work has come, and a few words on it.</summary>
public readonly record struct ProgressReading(long Done, long Total, string Words);
