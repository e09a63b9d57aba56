namespace CleanCqrs.Application.Audit;

/// <summary>The result of an audit.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Streams">How many streams of the write model were compared.</param>
/// <param name="Projections">What was found, for each projection.</param>
public sealed record AuditReport(
    DateTimeOffset StartedAt, DateTimeOffset EndedAt, long Streams, IReadOnlyList<ProjectionAudit> Projections)
{
    /// <summary>How many differences there are, in streams and rows together.</summary>
    public long Total => Projections.Sum(projection => projection.Total + projection.DifferentRows);
}
