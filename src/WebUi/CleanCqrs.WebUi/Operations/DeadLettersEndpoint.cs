using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CleanCqrs.WebUi.Operations;

internal static class DeadLettersEndpoint
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static async Task<Results<Ok<DeadLetterList>, ProblemHttpResult>> HandleAsync(
        int? limit, IDeadLetters deadLetters, CancellationToken cancellationToken)
    {
        var count = limit ?? DefaultLimit;
        if (count is < 1 or > MaxLimit)
        {
            return TypedResults.Problem(
                InvalidRequestProblem.Describe("limit", $"The limit must be between 1 and {MaxLimit}; it is {count}."));
        }

        var page = await deadLetters.ListAsync(count, cancellationToken);
        return TypedResults.Ok(new DeadLetterList([.. page.Items.Select(DeadLetterPreview.Of)], page.IsComplete));
    }
}
