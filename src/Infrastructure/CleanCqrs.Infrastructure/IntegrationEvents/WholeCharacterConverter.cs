using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>As <see cref="WholeTextConverter"/>, for a single character.</summary>
internal sealed class WholeCharacterConverter : JsonConverter<char>
{
    public override char Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is [var character] ? character : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, char value, JsonSerializerOptions options) =>
        writer.WriteStringValue(char.IsSurrogate(value)
            ? throw new JsonException("a character is half a surrogate pair, which no encoding can carry. Use a text instead.")
            : value.ToString());
}
