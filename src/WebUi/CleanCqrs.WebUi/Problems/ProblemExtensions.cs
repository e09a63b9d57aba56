using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.Problems;

/// <summary>Answers every error of the host with problem details (RFC 9457).</summary>
public static class ProblemExtensions
{
    /// <summary>Adds the mapping from exceptions and bare status codes to problem details.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Adds problem types and exceptions of the host.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddCleanCqrsProblems(this IServiceCollection services, Action<ProblemOptions>? configure = null)
    {
        services.AddOptions<ProblemOptions>().Configure(options => configure?.Invoke(options));
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemExceptionHandler>();

        // Without it, ASP.NET Core says outside Development only that a request is bad, and not why.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>
    /// Catches exceptions and bare status codes of everything that follows in the pipeline, and refuses JSON in another encoding than UTF-8
    /// (RFC 8259): call it first.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <returns>The pipeline.</returns>
    public static IApplicationBuilder UseCleanCqrsProblems(this IApplicationBuilder app) => app
        .UseExceptionHandler()
        .UseStatusCodePages()
        .Use(Utf8Check.InvokeAsync);

    /// <summary>Serves a description of every problem type under <see cref="ProblemType.BasePath"/>.</summary>
    /// <param name="endpoints">The endpoints of the host.</param>
    /// <returns>The endpoints added.</returns>
    public static RouteGroupBuilder MapProblemTypes(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(ProblemType.BasePath.TrimEnd('/')).WithTags("Problems");
        group.MapGet("/", (IOptions<ProblemOptions> options) => TypedResults.Ok(options.Value.Types.Select(ProblemTypeDescription.Of)))
            .WithName("ListProblemTypes")
            .WithSummary("All problem types that the host answers with.");
        group.MapGet("/{code}", (string code, IOptions<ProblemOptions> options) => options.Value.Find(code) is { } type
                ? TypedResults.Ok(ProblemTypeDescription.Of(type))
                : Results.Problem(ProblemTypes.NotFound.Describe()))
            .WithName("GetProblemType")
            .WithSummary("What a problem type means and what to do about it.")
            .Produces<ProblemTypeDescription>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }
}
