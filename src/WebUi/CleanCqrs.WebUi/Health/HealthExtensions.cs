using CleanCqrs.Application;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.Health;

/// <summary>Health of the host for those who start, watch and balance it.</summary>
public static class HealthExtensions
{
    /// <summary>
    /// Watches over the parts of the way from the write model into the read models, as <c>AddHealth</c> does for a host without a web
    /// server, and adds a check for each. The checks answer from memory: a probe costs nothing, and waits for nothing.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder, to which the host may add checks of its own.</returns>
    public static IHealthChecksBuilder AddCleanCqrsHealth(this IServiceCollection services, Action<HealthOptions>? configure = null)
    {
        new CleanCqrsBuilder(services).AddHealth(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HealthCheckServiceOptions>, PartHealthChecks>());
        return services.AddHealthChecks();
    }

    /// <summary>
    /// Maps <c>/health/live</c> (the process answers) and <c>/health/ready</c> (every check): 200 or 503, with the reasons per part.
    /// </summary>
    /// <param name="endpoints">The endpoints of the host.</param>
    /// <returns>The endpoints added.</returns>
    public static RouteGroupBuilder MapCleanCqrsHealth(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/health").WithTags("Health");
        group.MapGet("/live", (HealthCheckService checks, CancellationToken ct) => AnswerAsync(checks, _ => false, ct))
            .WithName("GetLiveness")
            .WithSummary("Whether the process answers.")
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/ready", (HealthCheckService checks, CancellationToken ct) => AnswerAsync(checks, _ => true, ct))
            .WithName("GetReadiness")
            .WithSummary("Whether the host can serve, with the reasons per part.")
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
        return group;
    }

    private static async Task<JsonHttpResult<HealthAnswer>> AnswerAsync(
        HealthCheckService checks, Func<HealthCheckRegistration, bool> predicate, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(predicate, cancellationToken);
        var status = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return TypedResults.Json(HealthAnswer.Of(report), statusCode: status);
    }
}
