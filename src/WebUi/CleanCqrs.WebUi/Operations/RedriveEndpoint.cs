using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.Operations;

internal static class RedriveEndpoint
{
    public static async Task<Results<Ok<RedriveRequest>, ProblemHttpResult>> HandleAsync(
        RedriveRequest request,
        IOutboxStore outbox,
        IOutboxSignal outboxSignal,
        IProjectionStore projectionStore,
        IProjectionWakeUp projectionWakeUp,
        TimeProvider timeProvider,
        IOptions<OperationsOptions> options,
        CancellationToken cancellationToken)
    {
        if (request.Source == DeadLetter.OutboxSource)
        {
            if (await outbox.RedriveAsync(request.StreamId, cancellationToken))
            {
                outboxSignal.Notify();
                return TypedResults.Ok(request);
            }
        }
        else if (options.Value.Projections.Contains(request.Source)
            && await projectionStore.RedriveAsync(request.Source, request.StreamId, timeProvider.GetUtcNow(), cancellationToken))
        {
            projectionWakeUp.Notify(request.Source);
            return TypedResults.Ok(request);
        }

        return ProblemTypes.UnknownDeadLetter.ToResult($"'{request.Source}' holds no dead letter of stream '{request.StreamId}'.");
    }
}
