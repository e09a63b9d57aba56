namespace CleanCqrs.Infrastructure.Audit;

/// <summary>A number that is added up on both sides.</summary>
internal sealed record AuditedFigure<TShown, TRow>(string Name, Func<TShown, decimal> Written, Func<TRow, decimal> Read);
