namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>An instance that takes part in reading history for a projection, whether it has a share or not.</summary>
internal sealed class ProjectionFollowerRow
{
    public required string Projection { get; init; }

    public required string Owner { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
