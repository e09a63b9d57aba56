namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>Rows of one table to which the same is to be done.</summary>
/// <param name="Table">The table, delimited.</param>
/// <param name="Change">What is to be done.</param>
/// <param name="Count">How many rows there are.</param>
/// <param name="Columns">What is to be written, and the conditions under which.</param>
internal sealed record RowBatch(string Table, RowChange Change, int Count, IReadOnlyList<RowColumn> Columns);
