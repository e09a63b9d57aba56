using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Messages;

/// <summary>
/// Translates between envelopes and messages: the Kafka protocol binding of CloudEvents 1.0 in binary mode, with the sequence extension.
/// </summary>
/// <remarks>https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md.</remarks>
internal static class CloudEventMessage
{
    private const string SpecVersion = "ce_specversion";
    private const string Id = "ce_id";
    private const string Type = "ce_type";
    private const string Source = "ce_source";
    private const string Subject = "ce_subject";
    private const string Time = "ce_time";
    private const string Sequence = "ce_sequence";
    private const string ContentType = "content-type";
    private const string TraceParent = "traceparent";

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] _specVersion = "1.0"u8.ToArray();
    private static readonly byte[] _json = "application/json"u8.ToArray();

    public static Message<byte[], byte[]> Write(EventEnvelope envelope, byte[] source, string? traceParent)
    {
        var subject = Bytes(envelope.StreamId);
        var headers = new Headers
        {
            { SpecVersion, _specVersion },
            { Id, Bytes(envelope.EventId.ToString("D", CultureInfo.InvariantCulture)) },
            { Type, Bytes(envelope.EventType) },
            { Source, source },
            { Subject, subject },
            { Time, Bytes(envelope.OccurredAt.ToString("O", CultureInfo.InvariantCulture)) },
            { Sequence, Bytes(envelope.StreamVersion.ToString(CultureInfo.InvariantCulture)) },
            { ContentType, _json },
        };
        if (traceParent is not null)
        {
            headers.Add(TraceParent, Bytes(traceParent));
        }

        return new Message<byte[], byte[]> { Key = subject, Value = Bytes(envelope.Payload), Headers = headers };
    }

    /// <summary>Reads a message: either the event, or why it is none.</summary>
    public static (EventEnvelope? Event, UnreadableMessage? Unreadable) Read(ConsumeResult<byte[], byte[]> result)
    {
        var (position, message) = (PositionOf(result), result.Message);
        try
        {
            return (Read(message, message.Headers ?? [], position), null);
        }
        catch (FormatException exception)
        {
            return (null, PutAside(result, exception.Message));
        }
    }

    /// <summary>The system that has published an event, which was read.</summary>
    public static string SourceOf(ConsumeResult<byte[], byte[]> result) => Require(result.Message.Headers, Source);

    /// <summary>The message as it is, with the reason why it is not applied.</summary>
    public static UnreadableMessage PutAside(ConsumeResult<byte[], byte[]> result, string error)
    {
        var message = result.Message;
        var headers = (message.Headers ?? [])
            .Select(header => KeyValuePair.Create(header.Key, new ReadOnlyMemory<byte>(header.GetValueBytes() ?? [])));
        return new UnreadableMessage(PositionOf(result), OrNull(message.Key), OrNull(message.Value), [.. headers], error);
    }

    private static EventEnvelope Read(Message<byte[], byte[]> message, Headers headers, LogPosition position)
    {
        if (Require(headers, SpecVersion) is var version and not "1.0")
        {
            throw new FormatException($"{SpecVersion} is '{version}'; only CloudEvents 1.0 is read here.");
        }

        Require(headers, Source);
        var type = Require(headers, Type, EnvelopeLimits.Name);
        var streamId = Require(headers, Subject, EnvelopeLimits.StreamId);
        if (streamId[^1] == ' ')
        {
            throw new FormatException(
                $"{Subject} is '{streamId}': it must not end with a space, since a database may take it for the stream without the space.");
        }

        if (Require(headers, Id) is var id && !Guid.TryParseExact(id, "D", out var eventId))
        {
            throw new FormatException($"{Id} is '{id}'; it must be a UUID.");
        }

        if (Require(headers, Sequence) is var sequence
            && (!long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var streamVersion) || streamVersion < 1))
        {
            throw new FormatException($"{Sequence} is '{sequence}'; it must be the version in the stream, a number from 1.");
        }

        if (Require(headers, Time) is var time
            && !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var occurredAt))
        {
            throw new FormatException($"{Time} is '{time}'; it must be a time by RFC 3339.");
        }

        // Another key would have let the partitioner tear the stream apart.
        if (message.Key is null || !message.Key.AsSpan().SequenceEqual(_utf8.GetBytes(streamId)))
        {
            throw new FormatException($"The key is not the {Subject}, '{streamId}'.");
        }

        if (message.Value is null)
        {
            throw new FormatException("The message has no value.");
        }

        return new EventEnvelope(eventId, type, position.Topic, streamId, streamVersion, occurredAt, message.Value)
        {
            TraceParent = ReadTraceParent(headers),
            ReceivedFrom = position,
        };
    }

    private static LogPosition PositionOf(ConsumeResult<byte[], byte[]> result) =>
        new(result.Topic, result.Partition.Value, result.Offset.Value);

    /// <summary>A broken trace context is no reason to refuse the event: W3C Trace Context tells receivers to ignore it.</summary>
    private static string? ReadTraceParent(Headers headers) =>
        Text(headers, TraceParent) is { Length: <= EnvelopeLimits.TraceParent } parent && ActivityContext.TryParse(parent, null, out _)
            ? parent
            : null;

    private static string Require(Headers headers, string name, int maxLength = int.MaxValue)
    {
        var text = Text(headers, name);
        if (string.IsNullOrEmpty(text))
        {
            throw new FormatException($"The header {name} is missing: the message is no CloudEvent in binary mode.");
        }

        if (text.Length > maxLength)
        {
            throw new FormatException($"{name} has {text.Length} characters; at most {maxLength} are read here.");
        }

        return text.Contains('\0', StringComparison.Ordinal) ? throw new FormatException($"{name} contains a NUL character.") : text;
    }

    private static string? Text(Headers headers, string name)
    {
        try
        {
            return headers.TryGetLastBytes(name, out var bytes) && bytes is not null ? _utf8.GetString(bytes) : null;
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException($"The header {name} is not UTF-8.", exception);
        }
    }

    // A plain conversion would make an empty memory of null, and a tombstone of neither.
    private static ReadOnlyMemory<byte>? OrNull(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bytes(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : payload.ToArray();
}
