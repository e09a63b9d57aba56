using CleanCqrs.Application.Audit;

namespace CleanCqrs.WebUi.Operations;

/// <summary>What an audit found in one projection.</summary>
/// <param name="Projection">The name of the projection.</param>
/// <param name="StartedAt">When the audit began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Streams">How many streams of the write model were compared.</param>
/// <param name="Missing">How many the projection has not seen.</param>
/// <param name="Stale">In how many it is behind.</param>
/// <param name="Extra">How many the write model does not know.</param>
/// <param name="Ahead">In how many the projection has applied what the write model does not know.</param>
/// <param name="Differences">The first of them, up to <see cref="ProjectionAudit.MaxDifferences"/>.</param>
/// <param name="Rows">What was found in rows that the host has declared how to compare with their aggregates.</param>
public sealed record AuditPreview(
    string Projection,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    long Streams,
    long Missing,
    long Stale,
    long Extra,
    long Ahead,
    IReadOnlyList<AuditDifference> Differences,
    IReadOnlyList<RowAuditPreview> Rows)
{
    internal static IEnumerable<AuditPreview> Of(AuditReport report) => report.Projections.Select(audit => new AuditPreview(
        audit.Projection,
        report.StartedAt,
        report.EndedAt,
        report.Streams,
        audit.Counts.GetValueOrDefault(StreamDifferenceKind.Missing),
        audit.Counts.GetValueOrDefault(StreamDifferenceKind.Stale),
        audit.Counts.GetValueOrDefault(StreamDifferenceKind.Extra),
        audit.Counts.GetValueOrDefault(StreamDifferenceKind.Ahead),
        [.. audit.Differences.Select(AuditDifference.Of)],
        [.. audit.Rows.Select(RowAuditPreview.Of)]));
}
