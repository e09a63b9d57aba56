using CleanCqrs.Application.Operations;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CleanCqrs.WebUi.Operations;

internal static class RedriveEndpoint
{
    public static async Task<Results<Ok<RedriveRequest>, ProblemHttpResult>> HandleAsync(
        RedriveRequest request, IDeadLetters deadLetters, CancellationToken cancellationToken) =>
        await deadLetters.RedriveAsync(request.Source, request.StreamId, cancellationToken)
            ? TypedResults.Ok(request)
            : ProblemTypes.UnknownDeadLetter.ToResult($"'{request.Source}' holds no dead letter of stream '{request.StreamId}'.");
}
