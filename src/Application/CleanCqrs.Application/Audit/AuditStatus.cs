namespace CleanCqrs.Application.Audit;

/// <summary>What is known of the audits of this process.</summary>
/// <param name="Running">The audit that is under way, or <see langword="null"/>.</param>
/// <param name="Last">What the last audit of each projection found, the last one first; it is forgotten when the process ends.</param>
/// <param name="Failure">Why the last audit did not come to an end, or <see langword="null"/> when it did.</param>
public sealed record AuditStatus(AuditProgress? Running, IReadOnlyList<AuditReport> Last, string? Failure);
