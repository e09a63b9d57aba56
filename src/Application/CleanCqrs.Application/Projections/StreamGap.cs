namespace CleanCqrs.Application.Projections;

/// <summary>A stream of which a projection lacks something.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="AppliedVersion">The last version that the projection has applied; 0 when it has seen nothing of the stream.</param>
/// <param name="UntilVersion">The last version that it is known to lack.</param>
/// <param name="Known">The hole that is on record already, or <see langword="null"/>.</param>
public sealed record StreamGap(string StreamId, long AppliedVersion, long UntilVersion, ProjectionHole? Known = null);
