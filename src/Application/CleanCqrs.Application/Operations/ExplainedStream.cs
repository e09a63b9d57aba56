using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.Application.Operations;

/// <summary>The way of a stream into the read models: how far it has come, what it waits for, and what to do.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">The version of the event that was asked for, or <see langword="null"/> when it was the whole stream.</param>
/// <param name="Written">What the write side knows of it.</param>
/// <param name="Projections">What each projection knows of it.</param>
/// <param name="Findings">What follows from it, in the order of the way.</param>
public sealed record ExplainedStream(
    string StreamId,
    long? Version,
    StreamTrace Written,
    IReadOnlyList<ProjectionTrace> Projections,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>The bucket of the stream.</summary>
    public int Bucket => Outbox.Bucket.Of(StreamId);

    /// <summary>The range of that bucket, which one relay instance holds at a time.</summary>
    public int Range => Outbox.Bucket.RangeOf(Bucket);
}
