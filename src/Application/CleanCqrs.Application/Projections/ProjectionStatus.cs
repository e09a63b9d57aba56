namespace CleanCqrs.Application.Projections;

/// <summary>
/// What a projection holds. Counts stop at <see cref="CountLimit"/>, which then means "as many or more": so the status costs the same
/// whatever has piled up.
/// </summary>
/// <param name="Name">The name of the projection.</param>
/// <param name="Streams">The streams that it has seen.</param>
/// <param name="Parked">Events that wait for their predecessor.</param>
/// <param name="Retrying">Events that failed and are tried again.</param>
/// <param name="DeadLetters">Events that wait for a person.</param>
/// <param name="Unreadable">Messages on its topics that are no events, kept for a person to look at. No stream waits for them.</param>
public sealed record ProjectionStatus(string Name, long Streams, long Parked, long Retrying, long DeadLetters, long Unreadable)
{
    /// <summary>Where counting stops: 10,000.</summary>
    public const int CountLimit = 10_000;

    /// <summary>
    /// Streams in which two events claim the same version; nothing of them is applied until a person decides.
    /// </summary>
    public long Collisions { get; init; }

    /// <summary>
    /// Streams of which the projection has applied events that the write side does not know any more; nothing of them is applied until a
    /// person decides.
    /// </summary>
    public long Ahead { get; init; }

    /// <summary>
    /// Attempts of this process that did not end though they were cancelled, and still run; 0 where the projection runs elsewhere.
    /// </summary>
    public long AbandonedAttempts { get; init; }

    /// <summary>Open holes: events that neither the projection nor history has. Their streams wait for a person.</summary>
    public long Holes { get; init; }

    /// <summary>Streams of which events are not published yet, because the transport does not take one of them.</summary>
    public long Awaited { get; init; }
}
