namespace CleanCqrs.WebUi.Operations;

/// <summary>A header of a message, as a person needs to see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value as text; <see langword="null"/> when it is not UTF-8.</param>
/// <param name="ValueBase64">Its value in Base64, only when it is not UTF-8.</param>
public sealed record HeaderPreview(string Name, string? Value, string? ValueBase64)
{
    internal static HeaderPreview Of(KeyValuePair<string, ReadOnlyMemory<byte>> header)
    {
        var (text, base64) = ByteText.Of(header.Value);
        return new HeaderPreview(header.Key, text, base64);
    }
}
