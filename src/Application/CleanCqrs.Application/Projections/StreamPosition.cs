namespace CleanCqrs.Application.Projections;

/// <summary>How far a projection has come in a stream.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">The last version applied.</param>
/// <param name="FirstAppliedAt">When the first event of the stream was applied.</param>
/// <param name="LastAppliedAt">When the last one was.</param>
public sealed record StreamPosition(string StreamId, long Version, DateTimeOffset FirstAppliedAt, DateTimeOffset LastAppliedAt);
