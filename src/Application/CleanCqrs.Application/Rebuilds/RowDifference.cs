namespace CleanCqrs.Application.Rebuilds;

/// <summary>A row that is not the same in two generations.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Key">The values of its key.</param>
/// <param name="Column">The column that differs; <see langword="null"/> when one of the generations lacks the row.</param>
/// <param name="Current">The value, or the row, in the current generation; <see langword="null"/> for none.</param>
/// <param name="Next">The value, or the row, in the other one; <see langword="null"/> for none.</param>
public record RowDifference(string Table, string Key, string? Column, string? Current, string? Next);
