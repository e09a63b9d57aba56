using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.Operations;

internal static class UnreadableMessagesEndpoint
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    public static async Task<Results<Ok<UnreadableMessageList>, ProblemHttpResult>> HandleAsync(
        int? limit, IProjectionOperations projections, IOptions<OperationsOptions> options, CancellationToken cancellationToken)
    {
        var count = limit ?? DefaultLimit;
        if (count is < 1 or > MaxLimit)
        {
            return TypedResults.Problem(
                InvalidRequestProblem.Describe("limit", $"The limit must be between 1 and {MaxLimit}; it is {count}."));
        }

        var complete = true;
        var items = new List<UnreadableMessagePreview>();
        foreach (var projection in options.Value.Projections)
        {
            var kept = await projections.ListUnreadableAsync(projection, count + 1, cancellationToken);
            complete &= kept.Count <= count;
            items.AddRange(kept.Take(count).Select(message => UnreadableMessagePreview.Of(projection, message)));
        }

        return TypedResults.Ok(new UnreadableMessageList(items, complete));
    }
}
