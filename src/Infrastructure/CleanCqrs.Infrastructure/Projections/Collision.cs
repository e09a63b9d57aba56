using System.Globalization;
using System.Text;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Two different events that claim one version of a stream: a write database was restored from a backup, or somebody besides the relay
/// writes to the topic. Where nothing is applied yet, the first one keeps its place, and the other is kept as an unreadable message if it
/// came from a log. Otherwise nothing tells which of them is right, and the stream is held until a person decides.
/// </summary>
/// <param name="Other">The event that came second.</param>
/// <param name="Holder">The event that came first.</param>
internal sealed record Collision(EventEnvelope Other, Guid Holder)
{
    private string Error =>
        $"Event {Holder} holds version {Other.StreamVersion} of stream '{Other.StreamId}'; this is another event, {Other.EventId}.";

    /// <summary>Whether two events claim one version. Where the first one is not known, the other is taken for its redelivery.</summary>
    public static bool Is(EventEnvelope envelope, Guid? holder) => holder is { } known && envelope.EventId != known;

    /// <summary>Holds one of the two, and with it the stream.</summary>
    public HeldEvent Hold(EventEnvelope envelope, DateTimeOffset now) =>
        new(envelope, HoldReason.Collision, now, Attempts: 0, RetryAt: null, Error);

    /// <summary>
    /// The other event as a message for a person; what its envelope knows stands in headers named after the attributes of CloudEvents.
    /// </summary>
    public UnreadableMessage ToMessage() => new(
        Other.ReceivedFrom!,
        Encoding.UTF8.GetBytes(Other.StreamId),
        Other.Payload,
        [
            Header("id", Other.EventId.ToString()),
            Header("type", Other.EventType),
            Header("time", Other.OccurredAt.ToString("O", CultureInfo.InvariantCulture)),
            Header("sequence", Other.StreamVersion.ToString(CultureInfo.InvariantCulture)),
            .. Other.TraceParent is { } trace
                ? [Header("traceparent", trace)]
                : Array.Empty<KeyValuePair<string, ReadOnlyMemory<byte>>>(),
        ],
        Error);

    private static KeyValuePair<string, ReadOnlyMemory<byte>> Header(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));
}
