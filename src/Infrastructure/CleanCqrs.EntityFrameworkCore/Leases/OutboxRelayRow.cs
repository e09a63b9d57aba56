namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>A relay instance that is alive, whether it holds ranges or not: the ranges are shared among these.</summary>
internal sealed class OutboxRelayRow
{
    public required string Owner { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
