namespace CleanCqrs.Application.Health;

/// <summary>A projection at one moment, in figures.</summary>
/// <param name="Name">The name of the projection.</param>
/// <param name="Sample">What it holds back, and who follows history for it; <see langword="null"/> when that is not known.</param>
/// <param name="Progress">How far it is in history; <see langword="null"/> when that is not known.</param>
public sealed record ProjectionFigures(string Name, ProjectionSample? Sample, HistoryProgress? Progress);
