using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>
/// Lets the read context of a scope be that of another generation, so that projectors, and whatever they get injected, work on it without
/// knowing.
/// </summary>
internal static class GenerationScopes
{
    public static void Add<TContext>(IServiceCollection services, ServiceDescriptor original)
        where TContext : DbContext
    {
        services.TryAddScoped<GenerationScope>();
        if (original.Lifetime == ServiceLifetime.Singleton)
        {
            return;
        }

        var create = original.ImplementationFactory ?? (
            provider => ActivatorUtilities.CreateInstance(provider, original.ImplementationType!));
        services.Remove(original);
        services.Add(new ServiceDescriptor(
            typeof(TContext),
            provider => provider.GetRequiredService<GenerationScope>().Create is { } other ? other(provider) : create(provider),
            original.Lifetime));
    }
}
