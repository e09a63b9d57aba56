using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.Infrastructure.Internals;

/// <summary>The projectors that the scanned assemblies contain; each must belong to a projection of a host that has any.</summary>
internal sealed record KnownProjectors(IReadOnlyCollection<Type> Types);

/// <summary>Stops the start of a host that runs projections and has forgotten a projector: it would never see an event.</summary>
internal sealed class ProjectorCheck(KnownProjectors known, IEnumerable<Projection> projections) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var used = projections.SelectMany(projection => projection.Projectors).ToHashSet();
        return used.Count > 0 && known.Types.FirstOrDefault(type => !used.Contains(type)) is { } forgotten
            ? throw new InvalidOperationException(
                $"{forgotten.Name} handles integration events, but belongs to no projection, so it would never be called. "
                + $"Name it in AddProjection(\"...\", projection => projection.AddProjector<{forgotten.Name}>()).")
            : Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
