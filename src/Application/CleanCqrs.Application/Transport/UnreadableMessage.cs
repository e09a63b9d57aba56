namespace CleanCqrs.Application.Transport;

/// <summary>
/// A message on a topic that is no event: a foreign producer has written it, and it names no stream that could wait for it.
/// </summary>
/// <param name="Position">Where it was found; also its identity.</param>
/// <param name="Key">Its key, or <see langword="null"/>.</param>
/// <param name="Payload">Its value, or <see langword="null"/> for a tombstone.</param>
/// <param name="Headers">Its headers, in their order.</param>
/// <param name="Error">Why it can't be read.</param>
public sealed record UnreadableMessage(
    LogPosition Position,
    ReadOnlyMemory<byte>? Key,
    ReadOnlyMemory<byte>? Payload,
    IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Headers,
    string Error)
{
    /// <summary>
    /// The system that has published it, when it is an event, and only belongs to another system; the transport has logged that already.
    /// </summary>
    public string? ForeignSource { get; init; }
}
