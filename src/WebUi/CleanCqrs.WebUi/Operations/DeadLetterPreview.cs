using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.WebUi.Operations;

/// <summary>A dead letter, as a person needs to see it.</summary>
/// <param name="Source">Where it is held: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection. A redrive names it.</param>
/// <param name="StreamId">The stream that waits behind it. A redrive names it.</param>
/// <param name="Version">Its version in the stream.</param>
/// <param name="EventId">Its identity.</param>
/// <param name="EventType">Its stable name.</param>
/// <param name="Topic">Where it is published.</param>
/// <param name="OccurredAt">When it was recorded with its aggregate.</param>
/// <param name="Attempts">How often it has failed.</param>
/// <param name="Error">The last failure.</param>
/// <param name="Payload">The serialized event as text; <see langword="null"/> when it is not UTF-8.</param>
/// <param name="PayloadBase64">The serialized event in Base64, only when it is not UTF-8.</param>
/// <param name="TraceParent">The W3C trace context of the command that raised it.</param>
/// <param name="ReceivedFrom">Where in the log of a broker it was found; <see langword="null"/> when it came from no log.</param>
public sealed record DeadLetterPreview(
    string Source,
    string StreamId,
    long Version,
    Guid EventId,
    string EventType,
    string Topic,
    DateTimeOffset OccurredAt,
    int Attempts,
    string? Error,
    string? Payload,
    string? PayloadBase64,
    string? TraceParent,
    LogPosition? ReceivedFrom)
{
    internal static DeadLetterPreview Of(DeadLetter letter)
    {
        var envelope = letter.Envelope;
        var (text, base64) = ByteText.Of(envelope.Payload);
        return new DeadLetterPreview(
            letter.Source,
            envelope.StreamId,
            envelope.StreamVersion,
            envelope.EventId,
            envelope.EventType,
            envelope.Topic,
            envelope.OccurredAt,
            letter.Attempts,
            letter.Error,
            text,
            base64,
            envelope.TraceParent,
            envelope.ReceivedFrom);
    }
}
