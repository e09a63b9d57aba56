namespace CleanCqrs.Application.Audit;

/// <summary>What an audit found when it compared rows of the read model with the aggregates that they show.</summary>
/// <param name="Rows">The type of the rows.</param>
/// <param name="Written">How many rows the aggregates of the write model call for.</param>
/// <param name="Read">How many rows the read model has.</param>
/// <param name="Figures">What was added up on both sides. While there are writes, the two sums are not of the same moment.</param>
/// <param name="Counts">How many rows differ, by the way in which they do; ways that none does are not in it.</param>
/// <param name="Unsettled">
/// How many rows differed at every look, while their aggregates were different at every look, too: nothing can be said of them yet. They
/// are not counted as different.
/// </param>
/// <param name="Differences">The first that differ, up to <see cref="MaxDifferences"/>.</param>
public sealed record RowAudit(
    string Rows,
    long Written,
    long Read,
    IReadOnlyList<RowFigure> Figures,
    IReadOnlyDictionary<RowDifferenceKind, long> Counts,
    long Unsettled,
    IReadOnlyList<AuditedRow> Differences)
{
    /// <summary>How many differences are listed at most: 1,000. All are counted.</summary>
    public const int MaxDifferences = 1_000;

    /// <summary>How many rows differ.</summary>
    public long Total => Counts.Values.Sum();
}
