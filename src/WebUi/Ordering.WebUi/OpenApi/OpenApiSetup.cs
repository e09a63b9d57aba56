using Ordering.WebUi.Hosting;

namespace Ordering.WebUi.OpenApi;

public static class OpenApiSetup
{
    /// <summary>Whether the document is served outside Development too; <c>false</c> by default.</summary>
    private const string EnabledKey = "OpenApi:Enabled";

    public static IServiceCollection AddOrderingOpenApi(this IServiceCollection services) => services.AddOpenApi(options => options
        .AddDocumentTransformer<BearerSchemeTransformer>()
        .AddOperationTransformer<BearerRequirementTransformer>()
        .AddOperationTransformer<ReadModelWaitTransformer>());

    /// <summary>Serves the document and, in Development, a page to read it and to try its calls.</summary>
    public static void MapOrderingOpenApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var isEnabled = IsEnabled(app.Configuration);
        if (app.Environment.IsDevelopment())
        {
            app.MapOpenApi();
            app.MapApiReference();
        }
        else if (isEnabled)
        {
            app.MapOpenApi();
        }
    }

    private static bool IsEnabled(IConfiguration configuration) => configuration[EnabledKey] switch
    {
        null => false,
        { } value when bool.TryParse(value, out var isEnabled) => isEnabled,
        { } value => throw new ConfigurationException($"{EnabledKey} is '{value}'; it must be 'true' or 'false'."),
    };
}
