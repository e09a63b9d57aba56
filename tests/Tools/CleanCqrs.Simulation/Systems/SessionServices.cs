using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.Simulation.Systems;

/// <summary>What a unit of work needs from a container.</summary>
internal sealed class SessionServices(LedgerProjector projector) : IServiceProvider
{
    private readonly ProjectionContext _context = new();

    public object? GetService(Type serviceType) =>
        serviceType == typeof(LedgerProjector) ? projector
        : serviceType == typeof(ProjectionContext) ? _context
        : null;
}
