using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.WebUi.Operations;

/// <summary>A message on a topic that is no event, as far as a person needs to see it. The projection keeps it whole.</summary>
/// <param name="Projection">The projection that keeps it.</param>
/// <param name="Position">Where in the log of the broker it was found.</param>
/// <param name="ReceivedAt">When it was first received.</param>
/// <param name="Error">Why it can't be read.</param>
/// <param name="Key">
/// The beginning of its key as text, 1,000 bytes or less; <see langword="null"/> when it has none, or when it is not UTF-8.
/// </param>
/// <param name="KeyBase64">The beginning of its key in Base64, only when it is not UTF-8.</param>
/// <param name="PayloadLength">How many bytes its payload has; <see langword="null"/> for a tombstone, which has none.</param>
/// <param name="Payload">The beginning of its payload as text, 1,000 bytes or less; <see langword="null"/> when it is not UTF-8.</param>
/// <param name="PayloadBase64">The beginning of its payload in Base64, only when it is not UTF-8.</param>
public sealed record UnreadableMessagePreview(
    string Projection,
    LogPosition Position,
    DateTimeOffset ReceivedAt,
    string Error,
    string? Key,
    string? KeyBase64,
    int? PayloadLength,
    string? Payload,
    string? PayloadBase64)
{
    private const int PreviewBytes = 1_000;

    internal static UnreadableMessagePreview Of(string projection, KeptMessage kept)
    {
        var message = kept.Message;
        var (key, keyBase64) = ByteText.BeginningOf(message.Key, PreviewBytes);
        var (payload, payloadBase64) = ByteText.BeginningOf(message.Payload, PreviewBytes);
        return new UnreadableMessagePreview(
            projection, message.Position, kept.ReceivedAt, message.Error, key, keyBase64, message.Payload?.Length, payload, payloadBase64);
    }
}
