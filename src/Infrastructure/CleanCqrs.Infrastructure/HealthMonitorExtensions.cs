using CleanCqrs.Application;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Health;
using CleanCqrs.Infrastructure.History;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure;

/// <summary>Watches over the way from the write model into the read models.</summary>
public static class HealthMonitorExtensions
{
    /// <summary>
    /// Samples the parts that this process works with in the background: <see cref="IPipelineHealth"/> tells how they are, gauges have the
    /// figures, and the log says once when a part is not healthy any more, and once when it is again. A second call changes the options of
    /// the one monitor.
    /// </summary>
    /// <param name="builder">The chain.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The chain.</returns>
    public static CleanCqrsBuilder AddHealth(this CleanCqrsBuilder builder, Action<HealthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddOptions<HealthOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Pulses>();
        services.TryAddSingleton<CatchUps>();
        services.TryAddSingleton<AuditFindings>();
        services.TryAddSingleton<AbandonedAttempts>();
        services.TryAddSingleton<IAbandonedAttempts>(provider => provider.GetRequiredService<AbandonedAttempts>());
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<ProjectionSurroundings>(provider));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<PipelineHealth>(provider));
        services.TryAddSingleton<IPipelineHealth>(provider => provider.GetRequiredService<PipelineHealth>());
        services.TryAddSingleton<PipelineMemory>();
        services.TryAddSingleton<IPipelineFigures>(provider => provider.GetRequiredService<PipelineMemory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PipelineMonitor>(
            provider => ActivatorUtilities.CreateInstance<PipelineMonitor>(provider)));
        return builder;
    }
}
