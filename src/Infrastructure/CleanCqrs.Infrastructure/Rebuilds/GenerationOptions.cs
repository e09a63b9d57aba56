using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Rebuilds;

/// <summary>A generation that is being built has the options of its projection.</summary>
internal sealed class GenerationOptions(Generation generation, IOptionsMonitor<ProjectionOptions> all) : IOptionsMonitor<ProjectionOptions>
{
    public ProjectionOptions CurrentValue => Get(generation.Name);

    public ProjectionOptions Get(string? name) => all.Get(name == generation.Name ? generation.Projection : name);

    public IDisposable? OnChange(Action<ProjectionOptions, string?> listener) => all.OnChange(listener);
}
