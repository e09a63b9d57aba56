namespace Ordering.WebUi.Operations;

/// <summary>A row, as a comparison names it.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Key">The values of its key.</param>
public sealed record RowToRepair(string Table, string Key);
