using CleanCqrs.Application.Audit;

namespace CleanCqrs.WebUi.Operations;

/// <summary>A row that differs from its aggregate.</summary>
/// <param name="Key">The key of the row.</param>
/// <param name="What">In which way: <c>missing</c>, <c>extra</c> or <c>different</c>.</param>
/// <param name="Values">The values that differ.</param>
public sealed record AuditedRowPreview(string Key, string What, IReadOnlyList<AuditedValue> Values)
{
    internal static AuditedRowPreview Of(AuditedRow row) => new(row.Key, row.Kind.ToString().ToLowerInvariant(), row.Values);
}
