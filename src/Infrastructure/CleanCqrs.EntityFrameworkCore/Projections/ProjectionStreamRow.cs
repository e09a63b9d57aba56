namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class ProjectionStreamRow
{
    public required string Projection { get; init; }

    public required string StreamId { get; init; }

    public long Version { get; set; }

    /// <summary>The event at that version; unknown in rows of before it was kept.</summary>
    public Guid? EventId { get; set; }

    public DateTimeOffset FirstAppliedAt { get; init; }

    public DateTimeOffset LastAppliedAt { get; set; }
}
