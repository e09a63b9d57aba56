namespace CleanCqrs.Application.Audit;

/// <summary>A stream in which a projection differs from the write model.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Kind">In which way.</param>
/// <param name="WrittenVersion">The version in the write model; 0 where it does not know the stream.</param>
/// <param name="ProjectedVersion">The version that the projection has applied; 0 where it has seen nothing of it.</param>
public sealed record StreamDifference(string StreamId, StreamDifferenceKind Kind, long WrittenVersion, long ProjectedVersion);
