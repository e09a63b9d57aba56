using CleanCqrs.Application.Projections;

namespace CleanCqrs.Application.Rebuilds;

/// <summary>A generation of a projection, and how far it has come.</summary>
/// <param name="Generation">The generation.</param>
public sealed record RebuildStatus(Generation Generation)
{
    /// <summary>About how many events of history it has not looked at yet.</summary>
    public long Behind { get; init; }

    /// <summary>
    /// How many events this process goes through in a second; <see langword="null"/> when it does none of the work at the moment.
    /// </summary>
    public double? EventsPerSecond { get; init; }

    /// <summary>How long it will take at that rate, or <see langword="null"/> when there is none.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Whether this process takes part in building it. One whose projectors have other code does not.</summary>
    public bool IsBuiltHere { get; init; }

    /// <summary>
    /// The events that it holds back, and its holes; <see langword="null"/> for the current generation, whose are the projection's.
    /// </summary>
    public ProjectionStatus? Held { get; init; }
}
