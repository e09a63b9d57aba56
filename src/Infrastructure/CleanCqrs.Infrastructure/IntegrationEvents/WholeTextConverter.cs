using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>Writes text that comes back as it was, and refuses other text: half a surrogate pair would be replaced silently.</summary>
internal sealed class WholeTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        RequireWhole(value);
        writer.WriteStringValue(value);
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        RequireWhole(value);
        writer.WritePropertyName(value);
    }

    private static void RequireWhole(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i))
            {
                throw new JsonException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"character {i} of a text is half a surrogate pair, which no encoding can carry. Cut texts between whole characters."));
            }

            i += char.IsSurrogate(text[i]) ? 1 : 0;
        }
    }
}
