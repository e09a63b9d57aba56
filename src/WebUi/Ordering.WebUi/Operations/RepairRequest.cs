namespace Ordering.WebUi.Operations;

/// <summary>Asks for a repair of rows that a comparison has found.</summary>
/// <param name="Reason">Why; the log keeps it.</param>
public sealed record RepairRequest(string Reason)
{
    /// <summary>The rows, by table and key; none for all, with the progress. Default: none.</summary>
    public IReadOnlyList<RowToRepair> Rows { get; init; } = [];
}
