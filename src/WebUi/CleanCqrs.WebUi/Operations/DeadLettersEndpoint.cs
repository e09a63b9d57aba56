using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.Operations;

internal static class DeadLettersEndpoint
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static async Task<Results<Ok<DeadLetterList>, ProblemHttpResult>> HandleAsync(
        int? limit, IOutboxStore outbox, IProjectionStore projectionStore, IOptions<OperationsOptions> options, CancellationToken cancellationToken)
    {
        var count = limit ?? DefaultLimit;
        if (count is < 1 or > MaxLimit)
        {
            return TypedResults.Problem(InvalidRequestProblem.Describe("limit", $"The limit must be between 1 and {MaxLimit}; it is {count}."));
        }

        var found = await outbox.ListDeadLettersAsync(count + 1, cancellationToken);
        var complete = found.Count <= count;
        var items = found.Take(count).Select(DeadLetter.Of).ToList();
        foreach (var projection in options.Value.Projections)
        {
            var held = await projectionStore.ListHeldAsync(projection, HoldReason.DeadLetter, count + 1, cancellationToken);
            complete &= held.Count <= count;
            items.AddRange(held.Take(count).Select(letter => DeadLetter.Of(projection, letter)));
        }

        return TypedResults.Ok(new DeadLetterList(items, complete));
    }
}
