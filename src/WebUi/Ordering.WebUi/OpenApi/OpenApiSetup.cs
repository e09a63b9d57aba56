namespace Ordering.WebUi.OpenApi;

public static class OpenApiSetup
{
    public static IServiceCollection AddOrderingOpenApi(this IServiceCollection services) => services.AddOpenApi(options => options
        .AddDocumentTransformer<BearerSchemeTransformer>()
        .AddOperationTransformer<BearerRequirementTransformer>()
        .AddOperationTransformer<ReadModelWaitTransformer>());
}
