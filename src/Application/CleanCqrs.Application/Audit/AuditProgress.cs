namespace CleanCqrs.Application.Audit;

/// <summary>How far an audit has come.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="Projections">The projections that it compares.</param>
/// <param name="Streams">How many streams and rows it has looked at, on both sides together.</param>
/// <param name="StreamsPerSecond">How many it looks at in a second.</param>
public sealed record AuditProgress(
    DateTimeOffset StartedAt, IReadOnlyList<string> Projections, long Streams, double StreamsPerSecond);
