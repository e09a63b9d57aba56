using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.Operations;

/// <summary>The way of a stream into the read models.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">The version of the event that was asked for; <see langword="null"/> when it was the whole stream.</param>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Range">The range of that bucket.</param>
/// <param name="Relay">The relay instance that holds the range; <see langword="null"/> when none does.</param>
/// <param name="Unpublished">How many of its events are not published yet.</param>
/// <param name="Findings">What it waits for, and what to do, in the order of the way.</param>
/// <param name="Events">Some of its events: the last ones, or from the one on that was asked for.</param>
/// <param name="Projections">What each projection knows of it.</param>
public sealed record ExplainedStreamPreview(
    string StreamId,
    long? Version,
    int Bucket,
    int Range,
    string? Relay,
    long Unpublished,
    IReadOnlyList<FindingPreview> Findings,
    IReadOnlyList<ExplainedEventPreview> Events,
    IReadOnlyList<ExplainedProjectionPreview> Projections)
{
    internal static ExplainedStreamPreview Of(ExplainedStream stream) => new(
        stream.StreamId,
        stream.Version,
        stream.Bucket,
        stream.Range,
        stream.Written.Relay,
        stream.Written.Unpublished,
        [.. stream.Findings.Select(FindingPreview.Of)],
        [.. stream.Written.Events.Select(ExplainedEventPreview.Of)],
        [.. stream.Projections.Select(ExplainedProjectionPreview.Of)]);
}
