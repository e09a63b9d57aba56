using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.Operations;

internal static class StatusEndpoint
{
    public static async Task<Ok<OperationsStatus>> HandleAsync(
        IOutboxOperations outbox,
        IProjectionOperations projectionOperations,
        IAbandonedAttempts abandoned,
        IEnumerable<IOperationsFigure> figures,
        IOptions<OperationsOptions> options,
        CancellationToken cancellationToken)
    {
        var projections = new List<ProjectionStatus>();
        foreach (var projection in options.Value.Projections)
        {
            var held = await projectionOperations.GetStatusAsync(projection, cancellationToken);
            projections.Add(held with { AbandonedAttempts = abandoned.Count(projection) });
        }

        var status = new OperationsStatus(await outbox.GetStatusAsync(cancellationToken), projections);
        foreach (var figure in figures)
        {
            status.Figures[figure.Name] = await figure.ReadAsync(cancellationToken);
        }

        return TypedResults.Ok(status);
    }
}
