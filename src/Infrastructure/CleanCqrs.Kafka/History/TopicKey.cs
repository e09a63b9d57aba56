using CleanCqrs.Application.History;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Kafka.History;

/// <summary>A key that has its event with it: topics give no keys without events.</summary>
internal sealed record TopicKey : HistoryKey
{
    private TopicKey(string part, long position, EventEnvelope envelope, string topic)
        : base(part, position, envelope.StreamId, envelope.StreamVersion, envelope.EventId, topic, HistoryState.Published)
    {
    }

    /// <summary>The event; <see langword="null"/> when it took too much memory to keep, and is to be read again.</summary>
    public EventEnvelope? Envelope { get; private init; }

    /// <param name="part">The partition.</param>
    /// <param name="position">Its offset plus one.</param>
    /// <param name="envelope">The event.</param>
    /// <param name="topic">The topic, as events name it.</param>
    /// <param name="isKept">Whether the event stays with its key.</param>
    public static TopicKey Of(string part, long position, EventEnvelope envelope, string topic, bool isKept) =>
        new(part, position, envelope, topic) { Envelope = isKept ? envelope : null };
}
