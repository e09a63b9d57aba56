namespace CleanCqrs.Application.Projections;

/// <summary>What decides about a held event: everything but the event itself, which may be large.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="StreamVersion">Its place in the stream.</param>
/// <param name="EventId">The event.</param>
/// <param name="Reason">Why it is held.</param>
/// <param name="HeldSince">Since when.</param>
/// <param name="Attempts">How often applying it has failed.</param>
/// <param name="RetryAt">When it is tried again; only with <see cref="HoldReason.Retrying"/>.</param>
public sealed record HeldKey(
    string StreamId, long StreamVersion, Guid EventId, HoldReason Reason, DateTimeOffset HeldSince, int Attempts, DateTimeOffset? RetryAt)
{
    /// <summary>
    /// The W3C trace context of the attempt that failed last, for the next one to be linked to; <see langword="null"/> when nobody was
    /// tracing.
    /// </summary>
    public string? FailedTraceParent { get; init; }
}
