using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Outbox;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>Translates between held events and their rows.</summary>
internal static class HeldEventRows
{
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
        Payload = OutboxRows.Bytes(held.Envelope.Payload),
        HeldSince = held.HeldSince,
        Reason = held.Reason,
        Attempts = held.Attempts,
        RetryAt = held.RetryAt,
        Error = held.Error is { } error ? ErrorText.Of(error) : null,
        FailedTraceParent = held.FailedTraceParent,
    };

    public static HeldEvent ToHeldEvent(HeldEventRow row) => new(
        new EventEnvelope(row.EventId, row.EventType, row.Topic, row.StreamId, row.StreamVersion, row.OccurredAt, row.Payload)
        {
            TraceParent = row.TraceParent,
            ReceivedFrom = row is { LogPartition: { } partition, LogOffset: { } offset } ? new LogPosition(row.Topic, partition, offset) : null,
        },
        row.Reason,
        row.HeldSince,
        row.Attempts,
        row.RetryAt,
        row.Error)
    {
        FailedTraceParent = row.FailedTraceParent,
    };
}
