using System.Collections.Concurrent;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Signals;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>What this process builds at the moment: the generations on record whose code is that of this process.</summary>
internal sealed class GenerationBuilders(
    IServiceProvider provider, IEnumerable<Projection> projections, TimeProvider timeProvider, ILogger<GenerationBuilders> logger)
    : IAsyncDisposable
{
    private readonly Dictionary<string, Projection> _projections = projections.ToDictionary(projection => projection.Name);
    private readonly ConcurrentDictionary<string, GenerationBuilder> _running = [];
    private readonly HashSet<(Guid Rebuild, string Name)> _refused = [];

    /// <summary>Wakes who looks for changes.</summary>
    public Signal Changed { get; } = new(timeProvider);

    public bool IsRunning(Generation generation) =>
        _running.TryGetValue(generation.Name, out var builder) && builder.Generation.Rebuild == generation.Rebuild;

    /// <summary>Begins what is to be built and is not yet, and ends what is not to be built any more.</summary>
    /// <returns>Whether anything has ended.</returns>
    public async Task<bool> FollowAsync(IGenerations store, IReadOnlyList<Generation> all)
    {
        var wanted = all.Where(generation => generation.IsBuilt && IsOfThisCode(generation))
            .ToDictionary(generation => generation.Name);
        var over = _running.Values.Where(builder =>
            !wanted.TryGetValue(builder.Generation.Name, out var generation) || generation.Rebuild != builder.Generation.Rebuild).ToList();
        foreach (var builder in over)
        {
            _running.TryRemove(builder.Generation.Name, out _);
            await builder.DisposeAsync();
            logger.BuildingEnded(builder.Generation.Name);
        }

        foreach (var generation in wanted.Values.Where(generation => !_running.ContainsKey(generation.Name)))
        {
            var builder = new GenerationBuilder(provider, _projections[generation.Projection], generation, store);
            _running[generation.Name] = builder;
            await builder.StartAsync();
            logger.BuildingBegins(generation.Name);
        }

        return over.Count > 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _running.Keys)
        {
            if (_running.TryRemove(name, out var builder))
            {
                await builder.DisposeAsync();
            }
        }
    }

    private bool IsOfThisCode(Generation generation)
    {
        if (!_projections.TryGetValue(generation.Projection, out var projection))
        {
            return false;
        }

        var own = CodeIdentity.Of(projection);
        if (generation.Code == own)
        {
            return true;
        }

        if (_refused.Add((generation.Rebuild, generation.Name)))
        {
            logger.BuildingImpossible(generation.Name, generation.Code, own);
        }

        return false;
    }
}
