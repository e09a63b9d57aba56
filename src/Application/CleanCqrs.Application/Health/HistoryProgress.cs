namespace CleanCqrs.Application.Health;

/// <summary>How far a projection is in history at one moment.</summary>
/// <param name="Behind">About how many events of history it has not looked at.</param>
/// <param name="BehindFor">For how long there have been such events.</param>
/// <param name="IsCaughtUp">Whether it has been through all of history once.</param>
/// <param name="Reached">
/// About how many events of history it has passed. Only the difference of two samples means something: it tells how fast the projection
/// moves, whichever process runs it.
/// </param>
public sealed record HistoryProgress(long Behind, TimeSpan BehindFor, bool IsCaughtUp, double Reached)
{
    /// <summary>How many events a second this process catches up with; <see langword="null"/> when it does not.</summary>
    public double? EventsPerSecond { get; init; }

    /// <summary>How long that takes, or <see langword="null"/> when there is no rate.</summary>
    public TimeSpan? Remaining { get; init; }
}
