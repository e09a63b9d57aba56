using System.Text.Json;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Dialects;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class UnreadableMessageRow
{
    public required string Projection { get; init; }

    public required string Topic { get; init; }

    public required int LogPartition { get; init; }

    public required long LogOffset { get; init; }

    public byte[]? Key { get; init; }

    public byte[]? Payload { get; init; }

    /// <summary>JSON: <c>[{"name":"...","value":"Base64"}]</c>, since the value of a header may be any bytes.</summary>
    public required string Headers { get; init; }

    public required string Error { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public static UnreadableMessageRow Of(string projection, UnreadableMessage message, DateTimeOffset now) => new()
    {
        Projection = projection,
        Topic = message.Position.Topic,
        LogPartition = message.Position.Partition,
        LogOffset = message.Position.Offset,
        Key = message.Key?.ToArray(),
        Payload = message.Payload?.ToArray(),
        Headers = JsonSerializer.Serialize(
            message.Headers.Select(header => new Header(header.Key, header.Value.ToArray())), JsonSerializerOptions.Web),
        Error = StorableText.Of(message.Error),
        ReceivedAt = now,
    };

    public KeptMessage ToKeptMessage() => new(
        new UnreadableMessage(
            new LogPosition(Topic, LogPartition, LogOffset),
            MemoryOf(Key),
            MemoryOf(Payload),
            JsonSerializer.Deserialize<List<Header>>(Headers, JsonSerializerOptions.Web)!
                .ConvertAll(header => KeyValuePair.Create(header.Name, new ReadOnlyMemory<byte>(header.Value))),
            Error),
        ReceivedAt);

    // A plain null here would become an empty value: memory converts from a null array.
    private static ReadOnlyMemory<byte>? MemoryOf(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory();

    private sealed record Header(string Name, byte[] Value);
}
