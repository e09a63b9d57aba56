namespace CleanCqrs.Application.Audit;

/// <summary>What an audit found in one projection.</summary>
/// <param name="Projection">The name of the projection.</param>
/// <param name="Counts">How many streams differ, by the way in which they do; ways that none does are not in it.</param>
/// <param name="Differences">The first of them, up to <see cref="MaxDifferences"/>.</param>
public sealed record ProjectionAudit(
    string Projection, IReadOnlyDictionary<StreamDifferenceKind, long> Counts, IReadOnlyList<StreamDifference> Differences)
{
    /// <summary>How many differences are listed at most: 1,000. All are counted.</summary>
    public const int MaxDifferences = 1_000;

    /// <summary>How many streams differ.</summary>
    public long Total => Counts.Values.Sum();

    /// <summary>What was found in rows that the host has declared how to compare with their aggregates. Default: nothing.</summary>
    public IReadOnlyList<RowAudit> Rows { get; init; } = [];

    /// <summary>How many rows differ.</summary>
    public long DifferentRows => Rows.Sum(rows => rows.Total);
}
