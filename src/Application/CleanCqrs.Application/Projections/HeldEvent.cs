using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Projections;

/// <summary>An event that a projection has received and not yet applied.</summary>
/// <param name="Envelope">The event, whole.</param>
/// <param name="Reason">Why it is held.</param>
/// <param name="HeldSince">Since when.</param>
/// <param name="Attempts">How often applying it has failed.</param>
/// <param name="RetryAt">When it is tried again; only with <see cref="HoldReason.Retrying"/>.</param>
/// <param name="Error">The last failure.</param>
public sealed record HeldEvent(
    EventEnvelope Envelope, HoldReason Reason, DateTimeOffset HeldSince, int Attempts, DateTimeOffset? RetryAt, string? Error)
{
    /// <summary>
    /// The W3C trace context of the attempt that failed last, for the next one to be linked to; <see langword="null"/> when nobody was
    /// tracing.
    /// </summary>
    public string? FailedTraceParent { get; init; }

    /// <summary>What decides about it.</summary>
    public HeldKey Key => new(Envelope.StreamId, Envelope.StreamVersion, Envelope.EventId, Reason, HeldSince, Attempts, RetryAt)
    {
        FailedTraceParent = FailedTraceParent,
    };
}
