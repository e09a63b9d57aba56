using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Application.Operations;

/// <summary>What is known of something that was asked for.</summary>
/// <param name="Id">What was asked for.</param>
/// <param name="Commands">The commands that it names as their idempotency key.</param>
/// <param name="Streams">The streams that it names, or that these commands have added events to, each with its way; at most 20.</param>
public sealed record Explanation(string Id, IReadOnlyList<CommandTrace> Commands, IReadOnlyList<ExplainedStream> Streams)
{
    /// <summary>Whether anybody knows it.</summary>
    public bool IsKnown => Commands.Count + Streams.Count > 0;
}
