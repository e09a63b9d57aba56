using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Operations;

/// <summary>Names one dead letter; also its place among all, so that a list can go on behind it when it is gone.</summary>
public sealed record DeadLetterId
{
    private const int ChecksumLength = 4;

    private DeadLetterId(DeadLetterKind kind, string source, string? streamId, long streamVersion, LogPosition? position) =>
        (Kind, Source, StreamId, StreamVersion, Position) = (kind, source, streamId, streamVersion, position);

    /// <summary>Why it waits.</summary>
    public DeadLetterKind Kind { get; }

    /// <summary>Where it is held: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection.</summary>
    public string Source { get; }

    /// <summary>The stream of the event, or <see langword="null"/> for a message that is none.</summary>
    public string? StreamId { get; }

    /// <summary>The version of the event in its stream; 0 for a message that is none.</summary>
    public long StreamVersion { get; }

    /// <summary>Where the message was received, or <see langword="null"/> for an event.</summary>
    public LogPosition? Position { get; }

    /// <summary>An event that the transport has refused.</summary>
    /// <param name="streamId">Its stream.</param>
    /// <param name="streamVersion">Its version.</param>
    /// <returns>The id.</returns>
    public static DeadLetterId Refused(string streamId, long streamVersion) =>
        new(DeadLetterKind.Refused, DeadLetter.OutboxSource, streamId, streamVersion, null);

    /// <summary>An event that a projection could not apply.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streamId">Its stream.</param>
    /// <param name="streamVersion">Its version.</param>
    /// <returns>The id.</returns>
    public static DeadLetterId Failed(string projection, string streamId, long streamVersion) =>
        new(DeadLetterKind.Failed, projection, streamId, streamVersion, null);

    /// <summary>A message that is no event.</summary>
    /// <param name="projection">The name of the projection that keeps it.</param>
    /// <param name="position">Where it was received.</param>
    /// <returns>The id.</returns>
    public static DeadLetterId Unreadable(string projection, LogPosition position) =>
        new(DeadLetterKind.Unreadable, projection, null, 0, position);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id.</param>
    /// <returns>Whether it is one, and unchanged.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DeadLetterId? id)
    {
        id = null;
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= ChecksumLength
            || !ChecksumOf(bytes[ChecksumLength..]).AsSpan().SequenceEqual(bytes.AsSpan(0, ChecksumLength)))
        {
            return false;
        }

        id = JsonSerializer.Deserialize<Parts>(bytes.AsSpan(ChecksumLength))!.ToId();
        return true;
    }

    /// <summary>A text that fits into an address and that <see cref="TryParse"/> reads. Its form may change with any release.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(
            new Parts(Kind, Source, StreamId, StreamVersion, Position?.Topic, Position?.Partition ?? 0, Position?.Offset ?? 0));
        return Base64Url.EncodeToString([.. ChecksumOf(bytes), .. bytes]);
    }

    /// <summary>It keeps nobody out: it tells a text that was cut off or changed from one that was not.</summary>
    private static byte[] ChecksumOf(byte[] bytes) => SHA256.HashData(bytes)[..ChecksumLength];

    private sealed record Parts(
        DeadLetterKind Kind, string Source, string? StreamId, long StreamVersion, string? Topic, int Partition, long Offset)
    {
        public DeadLetterId ToId() => new(
            Kind, Source, StreamId, StreamVersion, Topic is null ? null : new LogPosition(Topic, Partition, Offset));
    }
}
