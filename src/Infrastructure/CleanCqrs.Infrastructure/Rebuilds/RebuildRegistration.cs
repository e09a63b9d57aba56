using CleanCqrs.Application.Rebuilds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>Adds what rebuilds the projections of a host, once for all of them.</summary>
internal static class RebuildRegistration
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton<IOwnedRows>(Make<OwnedRowsOfProjections>);
        services.TryAddSingleton(Make<GenerationBuilders>);
        services.TryAddSingleton(Make<Levelling>);
        services.TryAddSingleton(Make<ProjectionRebuilds>);
        services.TryAddSingleton<IRebuilds>(provider => provider.GetRequiredService<ProjectionRebuilds>());
    }

    /// <summary>Has this host take part in building generations.</summary>
    public static void TakePart(IServiceCollection services) =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GenerationService>(Make<GenerationService>));

    private static T Make<T>(IServiceProvider provider) => ActivatorUtilities.CreateInstance<T>(provider);
}
