namespace CleanCqrs.Application.Transport;

/// <summary>An integration event as it travels: its payload as bytes, and what everybody on the way needs to know of it.</summary>
/// <param name="EventId">Identifies this event, for ever and everywhere.</param>
/// <param name="EventType">The stable name of the event type.</param>
/// <param name="Topic">Where it is published.</param>
/// <param name="StreamId">The stream it belongs to; also the key that keeps its order on the wire.</param>
/// <param name="StreamVersion">Its place in the stream, counted from 1 without holes.</param>
/// <param name="OccurredAt">When it was recorded with its aggregate.</param>
/// <param name="Payload">The serialized event.</param>
public sealed record EventEnvelope(
    Guid EventId,
    string EventType,
    string Topic,
    string StreamId,
    long StreamVersion,
    DateTimeOffset OccurredAt,
    ReadOnlyMemory<byte> Payload)
{
    /// <summary>The W3C trace context of the command that raised the event, or <see langword="null"/> when nobody was tracing.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Where in the log of a broker it was found, or <see langword="null"/> when it came from no log.</summary>
    public LogPosition? ReceivedFrom { get; init; }
}
