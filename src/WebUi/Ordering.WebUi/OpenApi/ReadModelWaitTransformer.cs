using CleanCqrs.WebUi.Queries;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using static System.FormattableString;

namespace Ordering.WebUi.OpenApi;

/// <summary>Describes the two headers of the queries that can wait for the read model.</summary>
internal sealed class ReadModelWaitTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<WaitsForReadModelMetadata>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(Header(
                ReadModelWait.HeaderName, "The token that a command returned: wait until the read model has come that far."));
            operation.Parameters.Add(Header("Prefer", Invariant(
                $"'wait=N': how long to wait, 0 to {ReadModelWait.MaxSeconds} seconds; {ReadModelWait.DefaultSeconds} by default.")));
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
