using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.IntegrationEvents;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Relay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Startup;

/// <summary>
/// Looks at the composition as a whole when the host begins to start, before any other part of CleanCqrs is made, and says everything that
/// is wrong at once. It runs when it is made, since a host makes its services one after the other before it starts the first: a part that
/// lacks something could only fail with the container's own words.
/// </summary>
internal sealed class StartupCheck : IHostedService
{
    private readonly IServiceProvider _provider;

    private StartupCheck(IServiceProvider provider) => _provider = provider;

    /// <exception cref="InvalidOperationException">Something is wrong; one line for each problem.</exception>
    public static StartupCheck Run(IServiceProvider provider)
    {
        var upcasters = provider.GetRequiredService<IntegrationEventUpcasters>();
        var problems = ActivatorUtilities.CreateInstance<CompositionRules>(provider, upcasters).Problems().ToList();
        if (problems.Count == 0)
        {
            var types = provider.GetRequiredService<IIntegrationEventTypes>();
            provider.GetRequiredService<IntegrationEventMappers>();
            if (types is IntegrationEventTypes known
                && provider.GetRequiredService<IIntegrationEventSerializer>() is JsonIntegrationEventSerializer)
            {
                problems.AddRange(JsonIntegrationEventSerializer.ProblemsOf(known.All));
            }
        }

        return problems.Count == 0
            ? new StartupCheck(provider)
            : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_provider.GetService<OutboxRelay>() is not null
            && _provider.GetRequiredService<IEventTransport>() is { LeavesProcess: false } transport
            && !_provider.GetServices<Projection>().Any())
        {
            _provider.GetRequiredService<ILogger<StartupCheck>>().RelayWithoutSubscribers(transport.GetType().Name);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
