using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.Operations;

/// <summary>What is known of something that was asked for.</summary>
/// <param name="Id">What was asked for.</param>
/// <param name="Commands">The commands that it names as their idempotency key.</param>
/// <param name="Streams">The streams that it names, or that these commands have added events to, each with its way.</param>
public sealed record ExplanationPreview(
    string Id, IReadOnlyList<ExplainedCommandPreview> Commands, IReadOnlyList<ExplainedStreamPreview> Streams)
{
    internal static ExplanationPreview Of(Explanation explanation) => new(
        explanation.Id,
        [.. explanation.Commands.Select(ExplainedCommandPreview.Of)],
        [.. explanation.Streams.Select(ExplainedStreamPreview.Of)]);
}
