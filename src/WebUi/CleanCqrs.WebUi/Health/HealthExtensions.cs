using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CleanCqrs.WebUi.Health;

/// <summary>Health of the host for those who start, watch and balance it.</summary>
public static class HealthExtensions
{
    /// <summary>
    /// Adds the checks <c>write-model</c> (the outbox can be read; degraded while the transport is away) and <c>read-model</c> (each
    /// projection's progress can be read). Without one of the two databases the host is degraded: what needs the other one works.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <returns>The builder, to which the host may add checks of its own.</returns>
    public static IHealthChecksBuilder AddCleanCqrsHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<WriteModelHealthCheck>("write-model", HealthStatus.Degraded)
        .AddCheck<ReadModelHealthCheck>("read-model", HealthStatus.Degraded);

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
