namespace CleanCqrs.Infrastructure.Audit;

/// <summary>A value that must be the same on both sides.</summary>
internal sealed record AuditedProperty<TShown, TRow>(string Name, Func<TShown, object?> Written, Func<TRow, object?> Read);
