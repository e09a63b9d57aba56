using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.Operations;

/// <summary>The redrives of many dead letters that this process makes.</summary>
/// <param name="Last">The one that is under way, or the last one; <see langword="null"/> when there was none.</param>
public sealed record RedriveStatus(RedriveRun? Last);
