using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Dialects;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class HeldEventRow
{
    public required string Projection { get; init; }

    public required string StreamId { get; init; }

    public required long StreamVersion { get; init; }

    public required Guid EventId { get; init; }

    public required string EventType { get; init; }

    public required string Topic { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public string? TraceParent { get; init; }

    public int? LogPartition { get; init; }

    public long? LogOffset { get; init; }

    public required byte[] Payload { get; init; }

    public required DateTimeOffset HeldSince { get; init; }

    public HoldReason Reason { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public string? Error { get; set; }

    public string? FailedTraceParent { get; set; }

    public static HeldEventRow Of(string projection, HeldEvent held) => new()
    {
        Projection = projection,
        StreamId = held.Envelope.StreamId,
        StreamVersion = held.Envelope.StreamVersion,
        EventId = held.Envelope.EventId,
        EventType = held.Envelope.EventType,
        Topic = held.Envelope.Topic,
        OccurredAt = held.Envelope.OccurredAt.ToUniversalTime(),
        TraceParent = held.Envelope.TraceParent,
        LogPartition = held.Envelope.ReceivedFrom?.Partition,
        LogOffset = held.Envelope.ReceivedFrom?.Offset,
        Payload = held.Envelope.Payload.ToArray(),
        HeldSince = held.HeldSince,
        Reason = held.Reason,
        Attempts = held.Attempts,
        RetryAt = held.RetryAt,
        Error = held.Error is { } error ? StorableText.Of(error) : null,
        FailedTraceParent = held.FailedTraceParent,
    };

    /// <summary>A row to change or delete by its key, without what it holds.</summary>
    public static HeldEventRow Standing(string projection, HeldKey held) => new()
    {
        Projection = projection,
        StreamId = held.StreamId,
        StreamVersion = held.StreamVersion,
        EventId = held.EventId,
        EventType = string.Empty,
        Topic = string.Empty,
        OccurredAt = held.HeldSince,
        Payload = [],
        HeldSince = held.HeldSince,
        Reason = held.Reason,
        Attempts = held.Attempts,
        RetryAt = held.RetryAt,
        FailedTraceParent = held.FailedTraceParent,
    };

    public HeldEvent ToHeldEvent() => new(
        new EventEnvelope(EventId, EventType, Topic, StreamId, StreamVersion, OccurredAt, Payload)
        {
            TraceParent = TraceParent,
            ReceivedFrom = LogPartition is { } partition && LogOffset is { } offset ? new LogPosition(Topic, partition, offset) : null,
        },
        Reason,
        HeldSince,
        Attempts,
        RetryAt,
        Error)
    {
        FailedTraceParent = FailedTraceParent,
    };
}
