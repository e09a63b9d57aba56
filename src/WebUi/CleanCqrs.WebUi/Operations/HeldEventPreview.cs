using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.WebUi.Operations;

/// <summary>An event that a projection holds back, without its payload.</summary>
/// <param name="Version">Its version in the stream.</param>
/// <param name="EventId">Its identity.</param>
/// <param name="EventType">Its stable name.</param>
/// <param name="Reason"><c>Parked</c>, <c>Retrying</c>, <c>DeadLetter</c>, <c>Collision</c> or <c>Ahead</c>.</param>
/// <param name="HeldSince">Since when it is held.</param>
/// <param name="Attempts">How often applying it has failed.</param>
/// <param name="RetryAt">When it is tried again.</param>
/// <param name="Error">The last failure.</param>
/// <param name="ReceivedFrom">Where in the log of a broker it was found; <see langword="null"/> when it came from no log.</param>
public sealed record HeldEventPreview(
    long Version,
    Guid EventId,
    string EventType,
    string Reason,
    DateTimeOffset HeldSince,
    int Attempts,
    DateTimeOffset? RetryAt,
    string? Error,
    LogPosition? ReceivedFrom)
{
    internal static HeldEventPreview Of(HeldEvent held) => new(
        held.Envelope.StreamVersion,
        held.Envelope.EventId,
        held.Envelope.EventType,
        held.Reason.ToString(),
        held.HeldSince,
        held.Attempts,
        held.RetryAt,
        held.Error,
        held.Envelope.ReceivedFrom);
}
