using CleanCqrs.Application.Audit;

namespace CleanCqrs.WebUi.Operations;

/// <summary>What an audit found when it compared rows with the aggregates that they show.</summary>
/// <param name="Rows">The type of the rows.</param>
/// <param name="Written">How many rows the aggregates call for.</param>
/// <param name="Read">How many there are.</param>
/// <param name="Missing">How many aggregates have no row.</param>
/// <param name="Extra">How many rows have no aggregate.</param>
/// <param name="Different">How many rows show other values than their aggregates have.</param>
/// <param name="Unsettled">How many were changed between one look and the next, each time.</param>
/// <param name="Figures">What was added up on both sides.</param>
/// <param name="Differences">The first that differ, up to <see cref="RowAudit.MaxDifferences"/>.</param>
public sealed record RowAuditPreview(
    string Rows,
    long Written,
    long Read,
    long Missing,
    long Extra,
    long Different,
    long Unsettled,
    IReadOnlyList<RowFigurePreview> Figures,
    IReadOnlyList<AuditedRowPreview> Differences)
{
    internal static RowAuditPreview Of(RowAudit audit) => new(
        audit.Rows,
        audit.Written,
        audit.Read,
        audit.Counts.GetValueOrDefault(RowDifferenceKind.Missing),
        audit.Counts.GetValueOrDefault(RowDifferenceKind.Extra),
        audit.Counts.GetValueOrDefault(RowDifferenceKind.Different),
        audit.Unsettled,
        [.. audit.Figures.Select(RowFigurePreview.Of)],
        [.. audit.Differences.Select(AuditedRowPreview.Of)]);
}
