using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Transport;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CleanCqrs.WebUi.Operations;

internal static class ExplainEndpoint
{
    public static async Task<Results<Ok<ExplanationPreview>, ProblemHttpResult>> HandleAsync(
        string? id, IExplanations explanations, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(id) || id.Length > EnvelopeLimits.StreamId || id.Any(char.IsControl))
        {
            return TypedResults.Problem(InvalidRequestProblem.Describe(
                "id",
                "Name an aggregate, an event or an idempotency key in the parameter id, in at most "
                    + $"{EnvelopeLimits.StreamId} characters."));
        }

        var explanation = await explanations.ExplainAsync(id, cancellationToken);
        return explanation.IsKnown
            ? TypedResults.Ok(ExplanationPreview.Of(explanation))
            : ProblemTypes.NothingToExplain.ToResult($"Nobody knows '{id}'.");
    }
}
