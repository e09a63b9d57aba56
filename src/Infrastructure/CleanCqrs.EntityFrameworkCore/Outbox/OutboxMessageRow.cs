using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal sealed class OutboxMessageRow
{
    public long Position { get; init; }

    public required Guid EventId { get; init; }

    public required string EventType { get; init; }

    public required string Topic { get; init; }

    public required string StreamId { get; init; }

    public required long StreamVersion { get; init; }

    public required int Bucket { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public string? TraceParent { get; init; }

    public required byte[] Payload { get; init; }

    public OutboxMessageStatus Status { get; init; }

    /// <summary>When nothing more was to be done for it: it was published, or given up.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    public int Attempts { get; init; }

    public string? Error { get; init; }

    public static OutboxMessageRow Of(EventEnvelope envelope) => new()
    {
        EventId = envelope.EventId,
        EventType = envelope.EventType,
        Topic = envelope.Topic,
        StreamId = envelope.StreamId,
        StreamVersion = envelope.StreamVersion,
        Bucket = Application.Outbox.Bucket.Of(envelope.StreamId),
        OccurredAt = envelope.OccurredAt,
        TraceParent = envelope.TraceParent,
        Payload = envelope.Payload.ToArray(),
    };

    public OutboxEventTrace ToTrace() => new(
        Position,
        ToMessage().Envelope,
        StateOf(Status),
        Status == OutboxMessageStatus.Published ? PublishedAt : null,
        Attempts,
        Error);

    public OutboxMessage ToMessage() => new(
        Position,
        Attempts,
        new EventEnvelope(EventId, EventType, Topic, StreamId, StreamVersion, OccurredAt, Payload) { TraceParent = TraceParent });

    private static OutboxEventState StateOf(OutboxMessageStatus status) => status switch
    {
        OutboxMessageStatus.Published => OutboxEventState.Published,
        OutboxMessageStatus.DeadLetter => OutboxEventState.DeadLetter,
        OutboxMessageStatus.Discarded => OutboxEventState.Discarded,
        _ => OutboxEventState.Pending,
    };
}
