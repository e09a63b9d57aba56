using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.Infrastructure.History;

/// <summary>Adds what compares a projection with history, where the host knows one.</summary>
internal static class HistoryRegistration
{
    public static void Add(IServiceCollection services, Projection projection)
    {
        services.AddSingleton<IHostedService>(provider => Make<FollowerService, HistoryFollower>(provider, projection));
        services.AddSingleton<IHostedService>(provider => Make<HealingService, StreamHealer>(provider, projection));
    }

    private static IHostedService Make<TService, TWorker>(IServiceProvider provider, Projection projection)
        where TService : IHostedService
    {
        if (provider.GetService<IEventHistory>() is null
            || provider.GetService<IHistoryCheckpoints>() is null
            || provider.GetService<IProjectionGaps>() is null)
        {
            return ActivatorUtilities.CreateInstance<WithoutHistory>(provider, projection);
        }

        var runner = provider.GetRequiredKeyedService<ProjectionRunner>(projection.Name);
        var worker = ActivatorUtilities.CreateInstance<TWorker>(provider, projection, runner);
        return ActivatorUtilities.CreateInstance<TService>(provider, projection, worker!);
    }
}
