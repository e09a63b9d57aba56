namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>How far a reader of history has come. The row without a name is that of the retention: how far it has deleted.</summary>
internal sealed class OutboxHistoryReaderRow
{
    public const string Retention = "";

    public required string Name { get; init; }

    public long Position { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
