using CleanCqrs.Application.Outbox;

namespace CleanCqrs.WebUi.Operations;

/// <summary>An event as the outbox has it, without its payload.</summary>
/// <param name="Version">Its version in the stream.</param>
/// <param name="EventId">Its identity.</param>
/// <param name="EventType">Its stable name.</param>
/// <param name="Topic">Where it is published.</param>
/// <param name="Position">Its place among all events of the outbox.</param>
/// <param name="State"><c>Pending</c>, <c>Published</c>, <c>DeadLetter</c> or <c>Discarded</c>.</param>
/// <param name="CommittedAt">When it was recorded with its aggregate.</param>
/// <param name="PublishedAt">When the transport got it.</param>
/// <param name="Attempts">How often publishing it has failed.</param>
/// <param name="Error">What the transport said last.</param>
/// <param name="TraceParent">The W3C trace context of the command that raised it.</param>
public sealed record ExplainedEventPreview(
    long Version,
    Guid EventId,
    string EventType,
    string Topic,
    long Position,
    string State,
    DateTimeOffset CommittedAt,
    DateTimeOffset? PublishedAt,
    int Attempts,
    string? Error,
    string? TraceParent)
{
    internal static ExplainedEventPreview Of(OutboxEventTrace written)
    {
        var envelope = written.Envelope;
        return new ExplainedEventPreview(
            envelope.StreamVersion,
            envelope.EventId,
            envelope.EventType,
            envelope.Topic,
            written.Position,
            written.State.ToString(),
            envelope.OccurredAt,
            written.PublishedAt,
            written.Attempts,
            written.Error,
            envelope.TraceParent);
    }
}
