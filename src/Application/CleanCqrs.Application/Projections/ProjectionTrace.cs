namespace CleanCqrs.Application.Projections;

/// <summary>What a projection knows of a stream.</summary>
/// <param name="Projection">The name of the projection.</param>
/// <param name="Position">How far it has come, or <see langword="null"/> when it has applied nothing of the stream.</param>
/// <param name="Held">The events of the stream that it holds back, the oldest first.</param>
/// <param name="Holes">The events of the stream that it lacks, with those that somebody has accepted as missing.</param>
public sealed record ProjectionTrace(
    string Projection, StreamPosition? Position, IReadOnlyList<HeldEvent> Held, IReadOnlyList<ProjectionHole> Holes)
{
    /// <summary>
    /// How long until the first of the held events that failed is tried again, by the clock of the database and as of the moment of the
    /// call; <see langword="null"/> when none is.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }
}
