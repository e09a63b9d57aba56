using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Application;

/// <summary>What <c>AddCleanCqrs</c> returns: the chain in which a host chooses its database, its transport and its projections.</summary>
/// <param name="services">The services of the host.</param>
public sealed class CleanCqrsBuilder(IServiceCollection services)
{
    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; } = services;
}
