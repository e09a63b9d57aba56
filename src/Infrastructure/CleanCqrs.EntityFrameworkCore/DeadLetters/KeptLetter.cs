using System.Text.Json;
using System.Text.Json.Serialization;
using CleanCqrs.Application.Operations;

namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

/// <summary>What the trail keeps of a dead letter that was given up: all of it.</summary>
internal sealed record KeptLetter(
    string? EventType,
    string? Topic,
    DateTimeOffset? OccurredAt,
    string? TraceParent,
    int Attempts,
    string? Error,
    byte[]? Key,
    byte[]? Payload,
    IEnumerable<KeptLetter.Header>? Headers)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(DeadLetter letter) => JsonSerializer.Serialize(
        new KeptLetter(
            letter.Envelope?.EventType,
            letter.Envelope?.Topic ?? letter.Id.Position?.Topic,
            letter.Envelope?.OccurredAt,
            letter.Envelope?.TraceParent,
            letter.Attempts,
            letter.Error,
            letter.Message?.Key?.ToArray(),
            letter.Envelope?.Payload.ToArray() ?? letter.Message?.Payload?.ToArray(),
            letter.Message?.Headers.Select(header => new Header(header.Key, header.Value.ToArray()))),
        _json);

    internal sealed record Header(string Name, byte[] Value);
}
