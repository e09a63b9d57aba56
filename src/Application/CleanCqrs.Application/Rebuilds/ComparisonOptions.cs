namespace CleanCqrs.Application.Rebuilds;

/// <summary>How two generations are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Of how many pages of rows one is compared, 1 or more. Default: 1, which is every row.</summary>
    public int EveryPage { get; init; } = 1;

    /// <summary>How many rows are compared by one statement, 1 or more. Default: 1,000.</summary>
    public int PageSize { get; init; } = 1_000;

    /// <summary>How many differences are named at most, 1 or more. Default: 100.</summary>
    public int MaxDifferences { get; init; } = 100;

    /// <summary>
    /// The rows to compare, as an earlier comparison has named them by table and key; <see langword="null"/>, the default, for all.
    /// Of these each one is compared, whatever <see cref="EveryPage"/> says.
    /// </summary>
    public IReadOnlyCollection<RowDifference>? Rows { get; init; }
}
