namespace CleanCqrs.Application.Audit;

/// <summary>A row of the read model that differs from its aggregate.</summary>
/// <param name="Key">The key of the row.</param>
/// <param name="Kind">In which way it differs.</param>
/// <param name="Values">The values that differ; none where one side is missing as a whole.</param>
public sealed record AuditedRow(string Key, RowDifferenceKind Kind, IReadOnlyList<AuditedValue> Values);
