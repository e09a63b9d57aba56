using CleanCqrs.Application.Audit;

namespace CleanCqrs.WebUi.Operations;

/// <summary>A stream in which a projection differs from the write model.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="What">In which way: <c>missing</c>, <c>stale</c>, <c>extra</c> or <c>ahead</c>.</param>
/// <param name="WrittenVersion">The version in the write model; 0 where it does not know the stream.</param>
/// <param name="ProjectedVersion">The version that the projection has applied; 0 where it has seen nothing of it.</param>
public sealed record AuditDifference(string StreamId, string What, long WrittenVersion, long ProjectedVersion)
{
    internal static AuditDifference Of(StreamDifference difference) => new(
        difference.StreamId, difference.Kind.ToString().ToLowerInvariant(), difference.WrittenVersion, difference.ProjectedVersion);
}
