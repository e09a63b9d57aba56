using CleanCqrs.Application.Audit;

namespace CleanCqrs.WebUi.Operations;

/// <summary>The audits of this process.</summary>
/// <param name="Running">The one that is under way, or <see langword="null"/>.</param>
/// <param name="Last">What the last one of each projection found, the last one first.</param>
/// <param name="Failure">Why the last one did not come to its end, or <see langword="null"/>.</param>
public sealed record AuditList(AuditProgress? Running, IReadOnlyList<AuditPreview> Last, string? Failure)
{
    internal static AuditList Of(AuditStatus status) =>
        new(status.Running, [.. status.Last.SelectMany(AuditPreview.Of)], status.Failure);
}
