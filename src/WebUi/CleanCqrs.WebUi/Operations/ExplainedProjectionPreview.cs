using CleanCqrs.Application.Projections;

namespace CleanCqrs.WebUi.Operations;

/// <summary>What a projection knows of a stream.</summary>
/// <param name="Projection">The name of the projection.</param>
/// <param name="Version">The last version applied; 0 when it has applied nothing of the stream.</param>
/// <param name="FirstAppliedAt">When the first event of the stream was applied.</param>
/// <param name="LastAppliedAt">When the last one was.</param>
/// <param name="Held">The events of the stream that it holds back.</param>
/// <param name="Holes">The events of the stream that it lacks, with those that somebody has accepted as missing.</param>
public sealed record ExplainedProjectionPreview(
    string Projection,
    long Version,
    DateTimeOffset? FirstAppliedAt,
    DateTimeOffset? LastAppliedAt,
    IReadOnlyList<HeldEventPreview> Held,
    IReadOnlyList<ProjectionHole> Holes)
{
    internal static ExplainedProjectionPreview Of(ProjectionTrace trace) => new(
        trace.Projection,
        trace.Position?.Version ?? 0,
        trace.Position?.FirstAppliedAt,
        trace.Position?.LastAppliedAt,
        [.. trace.Held.Select(HeldEventPreview.Of)],
        trace.Holes);
}
