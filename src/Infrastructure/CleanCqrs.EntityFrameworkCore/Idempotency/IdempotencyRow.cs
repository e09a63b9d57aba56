namespace CleanCqrs.EntityFrameworkCore.Idempotency;

internal sealed class IdempotencyRow
{
    public required string Scope { get; init; }

    public required string Key { get; init; }

    public required string Fingerprint { get; init; }

    public required string Response { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
