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
        IEnumerable<IOperationsFigure> figures,
        IOptions<OperationsOptions> options,
        CancellationToken cancellationToken)
    {
        var projections = new List<ProjectionStatus>();
        foreach (var projection in options.Value.Projections)
        {
            projections.Add(await projectionOperations.GetStatusAsync(projection, cancellationToken));
        }

        var status = new OperationsStatus(await outbox.GetStatusAsync(cancellationToken), projections);
        foreach (var figure in figures)
        {
            status.Figures[figure.Name] = await figure.ReadAsync(cancellationToken);
        }

        return TypedResults.Ok(status);
    }
}
