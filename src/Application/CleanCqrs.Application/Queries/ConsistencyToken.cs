using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Queries;

/// <summary>
/// What a command leaves behind for the queries that follow it: the stream that it changed and the version that it reached. A query that
/// brings the token can wait until the read model has come that far. Clients treat the text as opaque.
/// </summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">The version that the read model must have reached.</param>
public sealed record ConsistencyToken(string StreamId, long Version)
{
    private const int LongestVersion = 19;
    private const int BytesPerCharacter = 3;

    private static readonly int _longestText =
        Base64Url.GetEncodedLength(LongestVersion + 1 + EnvelopeLimits.StreamId * BytesPerCharacter);

    /// <summary>Reads a token from its text.</summary>
    /// <param name="text">What <see cref="ToString"/> made.</param>
    /// <param name="token">The token.</param>
    /// <returns><see langword="false"/> when the text was not made by <see cref="ToString"/>.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ConsistencyToken? token)
    {
        token = null;
        if (string.IsNullOrEmpty(text) || text.Length > _longestText || !Base64Url.IsValid(text))
        {
            return false;
        }

        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        var at = plain.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at == plain.Length - 1
            || plain.Contains('\0', StringComparison.Ordinal) // No stream has such a name, and PostgreSQL refuses to look for one.
            || !long.TryParse(plain.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || version < 1)
        {
            return false;
        }

        var read = new ConsistencyToken(plain[(at + 1)..], version);
        if (read.ToString() != text)
        {
            return false;
        }

        token = read;
        return true;
    }

    /// <summary>The text that travels in the <c>Consistency-Token</c> header.</summary>
    /// <returns>URL-safe text.</returns>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}@{StreamId}")));
}
