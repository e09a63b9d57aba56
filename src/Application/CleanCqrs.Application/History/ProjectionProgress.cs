namespace CleanCqrs.Application.History;

/// <summary>How far a projection is behind the history of events.</summary>
/// <param name="Projection">The name of the projection.</param>
/// <param name="Behind">
/// About how many events of history it has not looked at yet. A projection that gets its events live looks at them a moment later, so this
/// is seldom 0 under load.
/// </param>
/// <param name="IsCaughtUp">Whether it has been through all of history once. It may still hold events back, or have holes.</param>
public sealed record ProjectionProgress(string Projection, long Behind, bool IsCaughtUp)
{
    /// <summary>
    /// How many events of history this process goes through in a second, while it catches up; <see langword="null"/> otherwise.
    /// </summary>
    public double? EventsPerSecond { get; init; }

    /// <summary>How long it will take at that rate, or <see langword="null"/> when there is none.</summary>
    public TimeSpan? Remaining { get; init; }
}
