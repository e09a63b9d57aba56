namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class ProjectionRunRow
{
    public required string Projection { get; init; }

    public required string Instance { get; init; }

    public DateTimeOffset StartedAt { get; init; }
}
