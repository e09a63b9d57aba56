namespace CleanCqrs.Application.Health;

/// <summary>The way from the write model into the read models at one moment, in figures.</summary>
/// <param name="At">When, by the clock of this process.</param>
/// <param name="Outbox">
/// The outbox, with the age that counts for its health; <see langword="null"/> where this process has none, or does not know how it is.
/// </param>
/// <param name="Projections">The projections that this process runs or reports on, by name.</param>
public sealed record PipelineFigures(DateTimeOffset At, OutboxSample? Outbox, IReadOnlyList<ProjectionFigures> Projections);
