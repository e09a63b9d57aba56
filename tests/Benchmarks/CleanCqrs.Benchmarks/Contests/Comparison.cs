namespace CleanCqrs.Benchmarks.Contests;

/// <summary>The rate of one contender as a multiple of that of another.</summary>
/// <param name="Name">What it tells.</param>
/// <param name="Of">The name of the contender whose rate is divided.</param>
/// <param name="By">The name of the contender by whose rate it is divided.</param>
/// <param name="Goal">The least that it should be; <see langword="null"/> when it is only reported.</param>
public sealed record Comparison(string Name, string Of, string By, double? Goal = null);
