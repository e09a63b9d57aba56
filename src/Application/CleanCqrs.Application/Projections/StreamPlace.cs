namespace CleanCqrs.Application.Projections;

/// <summary>A place in a stream.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">The version.</param>
public sealed record StreamPlace(string StreamId, long Version);
