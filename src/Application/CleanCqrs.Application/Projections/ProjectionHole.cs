namespace CleanCqrs.Application.Projections;

/// <summary>Events of a stream that a projection lacks.</summary>
/// <param name="StreamId">
/// The stream. An empty text stands for history as a whole: retention had deleted a part of it before the projection began to read, and the
/// versions are positions in the outbox.
/// </param>
/// <param name="FromVersion">The first version that is missing.</param>
/// <param name="ToVersion">The last one.</param>
/// <param name="State">What is known of them.</param>
/// <param name="FoundAt">When that was found.</param>
public sealed record ProjectionHole(string StreamId, long FromVersion, long ToVersion, HoleState State, DateTimeOffset FoundAt)
{
    /// <summary>When it was accepted, or <see langword="null"/>.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>By whom it was accepted, or <see langword="null"/>.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>Why it was accepted, or <see langword="null"/>.</summary>
    public string? Reason { get; init; }
}
