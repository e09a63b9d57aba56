using System.Text;

namespace CleanCqrs.WebUi.Operations;

/// <summary>Shows bytes to a person: as text where they are UTF-8, in Base64 where they are not.</summary>
internal static class ByteText
{
    private const int LongestCharacter = 4;
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static (string? Text, string? Base64) Of(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } value)
        {
            return (null, null);
        }

        try
        {
            return (_strictUtf8.GetString(value.Span), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, Convert.ToBase64String(value.Span));
        }
    }

    /// <summary>The beginning of the bytes; a character of UTF-8 is not cut in two.</summary>
    public static (string? Text, string? Base64) BeginningOf(ReadOnlyMemory<byte>? bytes, int maxBytes)
    {
        if (bytes is not { } value || value.Length <= maxBytes)
        {
            return Of(bytes);
        }

        var end = maxBytes;
        while (end > maxBytes - LongestCharacter && IsInsideCharacter(value.Span[end]))
        {
            end--;
        }

        return Of(value[..end]);
    }

    private static bool IsInsideCharacter(byte value) => (value & 0b1100_0000) == 0b1000_0000;
}
