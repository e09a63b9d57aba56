using System.Text.Json;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Outbox;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>Translates between unreadable messages and their rows. Headers are JSON: <c>[{"name":"...","value":"Base64"}]</c>, since any byte may stand in them.</summary>
internal static class UnreadableMessageRows
{
    public static UnreadableMessageRow Of(string projection, UnreadableMessage message, DateTimeOffset now) => new()
    {
        Projection = projection,
        Topic = message.Position.Topic,
        LogPartition = message.Position.Partition,
        LogOffset = message.Position.Offset,
        Key = Bytes(message.Key),
        Payload = Bytes(message.Payload),
        Headers = JsonSerializer.Serialize(
            message.Headers.Select(header => new Header(header.Key, header.Value.ToArray())), JsonSerializerOptions.Web),
        Error = ErrorText.Of(message.Error),
        ReceivedAt = now,
    };

    public static KeptMessage ToKeptMessage(UnreadableMessageRow row) => new(
        new UnreadableMessage(
            new LogPosition(row.Topic, row.LogPartition, row.LogOffset),
            Memory(row.Key),
            Memory(row.Payload),
            JsonSerializer.Deserialize<List<Header>>(row.Headers, JsonSerializerOptions.Web)!
                .ConvertAll(header => KeyValuePair.Create(header.Name, new ReadOnlyMemory<byte>(header.Value))),
            row.Error),
        row.ReceivedAt);

    private static byte[]? Bytes(ReadOnlyMemory<byte>? bytes) => bytes is { } value ? OutboxRows.Bytes(value) : null;

    // A plain null here would become an empty value: memory converts from a null array.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(bytes);

    private sealed record Header(string Name, byte[] Value);
}
