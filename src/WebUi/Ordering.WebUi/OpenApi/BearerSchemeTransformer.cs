using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ordering.WebUi.OpenApi;

internal sealed class BearerSchemeTransformer : IOpenApiDocumentTransformer
{
    public const string SchemeId = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Ordering",
            Version = "v1",
            Description = "Orders of the signed-in member, and operations. Errors are problem details (RFC 9457), described under "
                + "/problems.",
        };
        document.AddComponent(
            SchemeId, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" });
        return Task.CompletedTask;
    }
}
