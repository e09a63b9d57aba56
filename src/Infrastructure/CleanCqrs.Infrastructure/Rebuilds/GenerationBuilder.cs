using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.History;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>
/// Fills one generation from history and keeps it level with live events, with the parts that do so for any projection. It subscribes to
/// nothing: what is live comes through history, a moment later.
/// </summary>
internal sealed class GenerationBuilder : IAsyncDisposable
{
    /// <summary>A projector that does not end must not hold up those who ask for other generations, or the end of the process.</summary>
    private static readonly TimeSpan _stopTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ended = new();
    private readonly List<IHostedService> _services = [];
    private readonly ProjectionRunner _runner;

    public GenerationBuilder(IServiceProvider provider, Projection projection, Generation generation, IGenerations generations)
    {
        Generation = generation;
        var store = generations.StoreOf(generation, _ended.Cancel);
        var options = new GenerationOptions(generation, provider.GetRequiredService<IOptionsMonitor<ProjectionOptions>>());
        var built = projection.ForGeneration(generation);
        _runner = Make<ProjectionRunner>(built, store, options);
        _services.Add(Make<ProjectionRetryService>(built, _runner, store, options));
        _services.Add(Make<FollowerService>(built, options, Make<HistoryFollower>(built, _runner, store, options)));
        _services.Add(Make<HealingService>(built, options, Make<StreamHealer>(built, _runner, options)));

        T Make<T>(params object[] parts) => ActivatorUtilities.CreateInstance<T>(provider, parts);
    }

    public Generation Generation { get; }

    public async Task StartAsync()
    {
        foreach (var service in _services)
        {
            await service.StartAsync(_ended.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        using var deadline = new CancellationTokenSource(_stopTimeout);
        foreach (var service in _services)
        {
            await service.StopAsync(deadline.Token);
            (service as IDisposable)?.Dispose();
        }

        _runner.Dispose();
        _ended.Dispose();
    }
}
