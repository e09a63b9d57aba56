namespace CleanCqrs.Application.Audit;

/// <summary>A value that differs. Both are texts that do not depend on a culture.</summary>
/// <param name="Name">The name that the comparison gives to it.</param>
/// <param name="Written">What the aggregate calls for; <see langword="null"/> for none.</param>
/// <param name="Read">What the row has; <see langword="null"/> for none.</param>
public sealed record AuditedValue(string Name, string? Written, string? Read);
