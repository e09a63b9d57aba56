namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>How far a projection has come in one part of history, and who reads it.</summary>
internal sealed class ProjectionProgressRow
{
    public required string Projection { get; init; }

    public required string Part { get; init; }

    public long Position { get; init; }

    public long EventPosition { get; init; }

    public Guid? EventId { get; init; }

    public bool IsCaughtUp { get; init; }

    public string? Owner { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
