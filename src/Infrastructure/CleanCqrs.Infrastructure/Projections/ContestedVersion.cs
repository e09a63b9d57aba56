using System.Globalization;
using System.Text;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Two different events that claim one version of a stream: somebody besides the relay writes to the topic. The first one keeps its place;
/// the other is kept as an unreadable message, since no place in the stream is left in which it could be held.
/// </summary>
internal static class ContestedVersion
{
    /// <summary>
    /// Whether the place of an event is taken by another one. An event that came from no log can't be told from its own redelivery by
    /// position.
    /// </summary>
    public static bool Is(EventEnvelope envelope, Guid holder) => envelope.ReceivedFrom is not null && envelope.EventId != holder;

    /// <summary>
    /// The event as a message for a person; what its envelope knows stands in headers named after the attributes of CloudEvents.
    /// </summary>
    public static UnreadableMessage ToMessage(EventEnvelope envelope, Guid holder) => new(
        envelope.ReceivedFrom!,
        Encoding.UTF8.GetBytes(envelope.StreamId),
        envelope.Payload,
        [
            Header("id", envelope.EventId.ToString()),
            Header("type", envelope.EventType),
            Header("time", envelope.OccurredAt.ToString("O", CultureInfo.InvariantCulture)),
            Header("sequence", envelope.StreamVersion.ToString(CultureInfo.InvariantCulture)),
            .. envelope.TraceParent is { } trace
                ? [Header("traceparent", trace)]
                : Array.Empty<KeyValuePair<string, ReadOnlyMemory<byte>>>(),
        ],
        $"Event {holder} holds version {envelope.StreamVersion} of stream '{envelope.StreamId}'; this is another event, "
            + $"{envelope.EventId}.");

    private static KeyValuePair<string, ReadOnlyMemory<byte>> Header(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));
}
