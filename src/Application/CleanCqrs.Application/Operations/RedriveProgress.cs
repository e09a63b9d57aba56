namespace CleanCqrs.Application.Operations;

/// <summary>How far a redrive of many dead letters is.</summary>
/// <param name="Redriven">How many are redriven.</param>
/// <param name="Expected">
/// How many there were when it began, counted up to 10,000 in each source; others may become dead letters, or cease to be, meanwhile.
/// </param>
public sealed record RedriveProgress(long Redriven, long Expected);
