namespace CleanCqrs.EntityFrameworkCore.Idempotency;

internal sealed class IdempotencyRow
{
    public required string Scope { get; init; }

    public required string Key { get; init; }

    public required string Fingerprint { get; init; }

    public required string Response { get; init; }

    /// <summary>By the clock of the database, which is asked when the row is saved.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
