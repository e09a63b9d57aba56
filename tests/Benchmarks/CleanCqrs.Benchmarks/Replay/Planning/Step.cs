namespace CleanCqrs.Benchmarks.Replay.Planning;

/// <summary>One command to send, made from the line of the same number.</summary>
public abstract record Step(int Line);
