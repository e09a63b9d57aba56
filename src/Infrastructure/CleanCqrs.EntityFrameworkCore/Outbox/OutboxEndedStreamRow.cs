namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// A stream whose aggregate was deleted. When another one takes the same id, its versions follow: read models have seen the former ones,
/// and retention may have deleted them from the outbox.
/// </summary>
internal sealed class OutboxEndedStreamRow
{
    public required string StreamId { get; init; }

    /// <summary>The last version that any former aggregate of this id has reached.</summary>
    public required long StreamVersion { get; init; }
}
