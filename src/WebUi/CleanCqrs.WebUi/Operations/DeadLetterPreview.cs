using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.WebUi.Operations;

/// <summary>A dead letter, as a person needs to see it.</summary>
/// <param name="Id">Names it, in the addresses of its redrive and of its discard.</param>
/// <param name="Kind"><c>refused</c>, <c>failed</c> or <c>unreadable</c>.</param>
/// <param name="Source">Where it is held: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection. A redrive names it.</param>
/// <param name="StreamId">
/// The stream that waits behind it. A redrive names it. <see langword="null"/>, as all that events have, for a message that is none.
/// </param>
/// <param name="Version">Its version in the stream.</param>
/// <param name="EventId">Its identity.</param>
/// <param name="EventType">Its stable name.</param>
/// <param name="Topic">Where it is published, or was received.</param>
/// <param name="OccurredAt">When it was recorded with its aggregate.</param>
/// <param name="Since">
/// Since when it waits: when a projection began to hold it or received it; for one in the outbox, when it was recorded.
/// </param>
/// <param name="Attempts">How often it has failed.</param>
/// <param name="Error">The last failure.</param>
/// <param name="Payload">The serialized event as text; <see langword="null"/> when it is not UTF-8.</param>
/// <param name="PayloadBase64">The serialized event in Base64, only when it is not UTF-8.</param>
/// <param name="TraceParent">The W3C trace context of the command that raised it.</param>
/// <param name="ReceivedFrom">Where in the log of a broker it was found; <see langword="null"/> when it came from no log.</param>
public sealed record DeadLetterPreview(
    string Id,
    string Kind,
    string Source,
    string? StreamId,
    long? Version,
    Guid? EventId,
    string? EventType,
    string? Topic,
    DateTimeOffset? OccurredAt,
    DateTimeOffset Since,
    int Attempts,
    string? Error,
    string? Payload,
    string? PayloadBase64,
    string? TraceParent,
    LogPosition? ReceivedFrom)
{
    /// <summary>The key of a message that is no event, as text; <see langword="null"/> when it has none, or is not UTF-8.</summary>
    public string? Key { get; init; }

    /// <summary>Its key in Base64, only when it is not UTF-8.</summary>
    public string? KeyBase64 { get; init; }

    /// <summary>The headers of a message that is no event; those of an event are what else is told of it here.</summary>
    public IReadOnlyList<HeaderPreview> Headers { get; init; } = [];

    internal static string NameOf(DeadLetterKind kind) => kind.ToString().ToLowerInvariant();

    internal static DeadLetterPreview Of(DeadLetter letter)
    {
        var (envelope, message) = (letter.Envelope, letter.Message);
        var (text, base64) = ByteText.Of(envelope is null ? message?.Payload : envelope.Payload);
        var (key, keyBase64) = ByteText.Of(message?.Key);
        return new DeadLetterPreview(
            letter.Id.ToString(),
            NameOf(letter.Id.Kind),
            letter.Source,
            envelope?.StreamId,
            envelope?.StreamVersion,
            envelope?.EventId,
            envelope?.EventType,
            envelope?.Topic ?? message?.Position.Topic,
            envelope?.OccurredAt,
            letter.Since,
            letter.Attempts,
            letter.Error,
            text,
            base64,
            envelope?.TraceParent,
            envelope?.ReceivedFrom ?? message?.Position)
        {
            Key = key,
            KeyBase64 = keyBase64,
            Headers = message is null ? [] : [.. message.Headers.Select(HeaderPreview.Of)],
        };
    }
}
