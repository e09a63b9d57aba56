namespace CleanCqrs.Infrastructure.Audit;

/// <summary>A row that differed when it was looked at.</summary>
/// <param name="Key">The key of the row.</param>
/// <param name="Written">What its aggregate called for then; <see langword="null"/> for no row.</param>
/// <param name="Looks">How often it was looked at.</param>
internal sealed record LateRow(object Key, object?[]? Written, int Looks);
