using System.Diagnostics;
using System.Globalization;
using System.Text;
using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Translates between envelopes and messages: the Kafka protocol binding of CloudEvents 1.0 in binary mode, with the sequence extension.</summary>
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

    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] _specVersion = "1.0"u8.ToArray();
    private static readonly byte[] _json = "application/json"u8.ToArray();

    public static Message<byte[], byte[]> Write(EventEnvelope envelope, byte[] source, string? traceParent)
    {
        var headers = new Headers
        {
            { SpecVersion, _specVersion },
            { Id, Bytes(envelope.EventId.ToString("D", CultureInfo.InvariantCulture)) },
            { Type, Bytes(envelope.EventType) },
            { Source, source },
            { Subject, Bytes(envelope.StreamId) },
            { Time, Bytes(envelope.OccurredAt.ToString("O", CultureInfo.InvariantCulture)) },
            { Sequence, Bytes(envelope.StreamVersion.ToString(CultureInfo.InvariantCulture)) },
            { ContentType, _json },
        };
        if (traceParent is not null)
        {
            headers.Add(TraceParent, Bytes(traceParent));
        }

        return new Message<byte[], byte[]> { Key = Bytes(envelope.StreamId), Value = Bytes(envelope.Payload), Headers = headers };
    }

    /// <summary>Reads a message: either the event, or why it is none.</summary>
    public static (EventEnvelope? Event, UnreadableMessage? Unreadable) Read(ConsumeResult<byte[], byte[]> result)
    {
        var position = new LogPosition(result.Topic, result.Partition.Value, result.Offset.Value);
        try
        {
            return (Read(result.Message, position), null);
        }
        catch (FormatException exception)
        {
            return (null, Unreadable(result.Message, position, exception.Message));
        }
    }

    private static EventEnvelope Read(Message<byte[], byte[]> message, LogPosition position)
    {
        var headers = message.Headers;
        if (Require(headers, SpecVersion) is var version and not "1.0")
        {
            throw new FormatException($"{SpecVersion} is '{version}'; only CloudEvents 1.0 is read here.");
        }

        var type = Require(headers, Type, EnvelopeLimits.Name);
        var streamId = Require(headers, Subject, EnvelopeLimits.StreamId);
        if (!Guid.TryParseExact(Require(headers, Id), "D", out var eventId))
        {
            throw new FormatException($"{Id} is '{Text(headers, Id)}'; it must be a UUID.");
        }

        if (!long.TryParse(Require(headers, Sequence), NumberStyles.None, CultureInfo.InvariantCulture, out var streamVersion) || streamVersion < 1)
        {
            throw new FormatException($"{Sequence} is '{Text(headers, Sequence)}'; it must be the version in the stream, a number from 1.");
        }

        if (!DateTimeOffset.TryParse(Require(headers, Time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            throw new FormatException($"{Time} is '{Text(headers, Time)}'; it must be a time by RFC 3339.");
        }

        // Another key would have let the partitioner tear the stream apart.
        if (message.Key is null || !message.Key.AsSpan().SequenceEqual(_strictUtf8.GetBytes(streamId)))
        {
            throw new FormatException($"The key is not the {Subject}, '{streamId}'.");
        }

        return message.Value is null
            ? throw new FormatException("The message has no value.")
            : new EventEnvelope(eventId, type, position.Topic, streamId, streamVersion, time, message.Value)
            {
                // A broken trace context is no reason to refuse the event: W3C Trace Context tells receivers to ignore it.
                TraceParent = Text(headers, TraceParent) is { Length: <= EnvelopeLimits.TraceParent } parent && ActivityContext.TryParse(parent, null, out _) ? parent : null,
                ReceivedFrom = position,
            };
    }

    private static string Require(Headers headers, string name) => Text(headers, name) is { Length: > 0 } text
        ? text
        : throw new FormatException($"The header {name} is missing: the message is no CloudEvent in binary mode.");

    private static string Require(Headers headers, string name, int maxLength) => Require(headers, name) is var text && text.Length <= maxLength
        ? text.Contains('\0', StringComparison.Ordinal) ? throw new FormatException($"{name} contains a NUL character.") : text
        : throw new FormatException($"{name} has {text.Length} characters; at most {maxLength} are read here.");

    private static string? Text(Headers? headers, string name)
    {
        if (headers is null || !headers.TryGetLastBytes(name, out var bytes) || bytes is null)
        {
            return null;
        }

        try
        {
            return _strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException($"The header {name} is not UTF-8.", exception);
        }
    }

    private static UnreadableMessage Unreadable(Message<byte[], byte[]> message, LogPosition position, string error) => new(
        position,
        MemoryOf(message.Key),
        MemoryOf(message.Value),
        [.. (message.Headers ?? []).Select(header => KeyValuePair.Create(header.Key, new ReadOnlyMemory<byte>(header.GetValueBytes() ?? [])))],
        error);

    // A plain conversion would make an empty memory of null, and a tombstone of neither.
    private static ReadOnlyMemory<byte>? MemoryOf(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bytes(ReadOnlyMemory<byte> payload) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(payload, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : payload.ToArray();
}
