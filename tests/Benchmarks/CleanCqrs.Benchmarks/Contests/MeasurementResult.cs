namespace CleanCqrs.Benchmarks.Contests;

/// <summary>What a measurement came to.</summary>
public sealed record MeasurementResult(
    string Name, string Description, IReadOnlyList<ContenderResult> Contenders, IReadOnlyList<ComparisonResult> Comparisons);
