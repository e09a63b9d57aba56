namespace CleanCqrs.Infrastructure.Audit;

/// <summary>A row as its aggregate calls for it.</summary>
/// <param name="Key">The key of the row.</param>
/// <param name="Values">What it has to show; <see langword="null"/> where there must be no row.</param>
/// <param name="Figures">What it adds to the sums.</param>
internal sealed record ShownRow(object Key, object?[]? Values, decimal[] Figures);
