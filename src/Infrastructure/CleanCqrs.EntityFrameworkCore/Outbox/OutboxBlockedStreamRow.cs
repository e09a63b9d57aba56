namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// A stream whose messages may not be published now. Few streams are: the pending query looks here instead of at every message.
/// </summary>
internal sealed class OutboxBlockedStreamRow
{
    public required string StreamId { get; init; }

    /// <summary>When the stream is due again; null behind a dead letter.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public required string Error { get; set; }
}
