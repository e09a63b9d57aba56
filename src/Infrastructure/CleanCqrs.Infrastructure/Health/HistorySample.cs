namespace CleanCqrs.Infrastructure.Health;

/// <param name="Behind">About how many events of history a projection has not looked at.</param>
/// <param name="BehindFor">For how long there have been such events.</param>
/// <param name="IsCaughtUp">Whether it has been through all of history.</param>
/// <param name="EventsPerSecond">How fast it catches up, where that is known.</param>
/// <param name="Remaining">How long that takes.</param>
internal sealed record HistorySample(
    long Behind, TimeSpan BehindFor, bool IsCaughtUp, double? EventsPerSecond = null, TimeSpan? Remaining = null)
{
    /// <summary>About how many events of history it has passed.</summary>
    public double Reached { get; init; }
}
