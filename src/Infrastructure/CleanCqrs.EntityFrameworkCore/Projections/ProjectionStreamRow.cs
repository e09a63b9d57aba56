namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class ProjectionStreamRow
{
    public required string Projection { get; init; }

    public required string StreamId { get; init; }

    public long Version { get; set; }

    public DateTimeOffset FirstAppliedAt { get; init; }

    public DateTimeOffset LastAppliedAt { get; set; }
}
