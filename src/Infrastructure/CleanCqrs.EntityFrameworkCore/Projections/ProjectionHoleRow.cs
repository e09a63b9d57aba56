using CleanCqrs.Application.Projections;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal sealed class ProjectionHoleRow
{
    public required string Projection { get; init; }

    public required string StreamId { get; init; }

    public required long FromVersion { get; init; }

    public long ToVersion { get; set; }

    public HoleState State { get; set; }

    public required DateTimeOffset FoundAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; set; }

    public string? AcceptedBy { get; set; }

    public string? Reason { get; set; }

    public static ProjectionHoleRow Of(string projection, ProjectionHole hole) => new()
    {
        Projection = projection,
        StreamId = hole.StreamId,
        FromVersion = hole.FromVersion,
        ToVersion = hole.ToVersion,
        State = hole.State,
        FoundAt = hole.FoundAt,
    };

    public ProjectionHole ToHole() => new(StreamId, FromVersion, ToVersion, State, FoundAt)
    {
        AcceptedAt = AcceptedAt,
        AcceptedBy = AcceptedBy,
        Reason = Reason,
    };
}
