namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// Makes any text fit to be kept: PostgreSQL refuses NUL and half a surrogate pair, and an error whose own words can't be kept would stop everything behind it.
/// </summary>
internal static class ErrorText
{
    private const char Replacement = '\ufffd';

    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        return string.Create(text.Length, text, static (characters, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                var paired = char.IsHighSurrogate(source[i])
                    ? i + 1 < source.Length && char.IsLowSurrogate(source[i + 1])
                    : i > 0 && char.IsLowSurrogate(source[i]) && char.IsHighSurrogate(source[i - 1]);
                characters[i] = source[i] == '\0' || (char.IsSurrogate(source[i]) && !paired) ? Replacement : source[i];
            }
        });
    }
}
