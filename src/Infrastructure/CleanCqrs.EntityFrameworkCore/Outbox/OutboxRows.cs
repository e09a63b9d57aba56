using System.Runtime.InteropServices;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>Translates between envelopes and rows of the outbox.</summary>
internal static class OutboxRows
{
    public static OutboxMessageRow Of(EventEnvelope envelope) => new()
    {
        EventId = envelope.EventId,
        EventType = envelope.EventType,
        Topic = envelope.Topic,
        StreamId = envelope.StreamId,
        StreamVersion = envelope.StreamVersion,
        Bucket = Bucket.Of(envelope.StreamId),
        OccurredAt = envelope.OccurredAt,
        TraceParent = envelope.TraceParent,
        Payload = Bytes(envelope.Payload),
    };

    public static OutboxMessage ToMessage(OutboxMessageRow row) => new(
        row.Position,
        row.Attempts,
        new EventEnvelope(row.EventId, row.EventType, row.Topic, row.StreamId, row.StreamVersion, row.OccurredAt, row.Payload)
        {
            TraceParent = row.TraceParent,
        });

    public static byte[] Bytes(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out var segment) && segment.Array is { } array && array.Length == payload.Length ? array : payload.ToArray();
}
