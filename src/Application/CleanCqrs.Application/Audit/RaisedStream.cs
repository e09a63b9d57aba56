namespace CleanCqrs.Application.Audit;

/// <summary>A stream of which the write side goes on at a higher version.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="From">The version that it had; 0 when the write side did not know it.</param>
/// <param name="To">The version that it has now; the next event comes after it.</param>
public sealed record RaisedStream(string StreamId, long From, long To);
