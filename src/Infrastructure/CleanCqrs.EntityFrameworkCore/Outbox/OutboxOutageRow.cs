namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>The outage of the transport, in the one row of its table; no row, no outage.</summary>
internal sealed class OutboxOutageRow
{
    public const int TheId = 1;

    public int Id { get; init; } = TheId;

    public int Attempts { get; set; }

    public DateTimeOffset RetryAt { get; set; }

    public required string Error { get; set; }
}
