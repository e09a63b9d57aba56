using CleanCqrs.Infrastructure.IntegrationEvents;
using CleanCqrs.Infrastructure.Registration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>The projectors that the scanned assemblies contain; each must belong to a projection of a host that has any.</summary>
internal sealed record KnownProjectors(IReadOnlyCollection<Type> Types);

/// <summary>
/// Stops the start of a host that runs projections, and has a projector that would never see an event, forgotten or left at an older
/// version; or options that no projection would ever have.
/// </summary>
internal sealed class ProjectorCheck(
    KnownProjectors known,
    IntegrationEventUpcasters upcasters,
    IEnumerable<Projection> projections,
    IEnumerable<IConfigureOptions<ProjectionOptions>> settings) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var used = projections.SelectMany(projection => projection.Projectors).ToHashSet();
        foreach (var (projector, handled) in used.SelectMany(AssemblyScan.ProjectedEvents, (projector, handled) => (projector, handled)))
        {
            if (upcasters.IsOutdated(handled))
            {
                throw new InvalidOperationException(
                    $"{projector.Name} handles {handled.Name}, which no projector ever sees: {upcasters.Describe(handled)}. "
                    + $"Handle {upcasters.NewestOf(handled).Name} instead.");
            }
        }

        if (settings.OfType<ConfigureNamedOptions<ProjectionOptions>>().Any(setting => setting.Name == Options.DefaultName))
        {
            throw new InvalidOperationException(
                "ProjectionOptions are configured without a name, so no projection would have them. Give them in "
                    + "AddProjection(\"...\", projection => projection.Configure(...)), or to every projection with "
                    + "services.ConfigureAll<ProjectionOptions>(...).");
        }

        return used.Count > 0 && known.Types.FirstOrDefault(type => !used.Contains(type)) is { } forgotten
            ? throw new InvalidOperationException(
                $"{forgotten.Name} handles integration events, but belongs to no projection, so it would never be called. "
                + $"Name it in AddProjection(\"...\", projection => projection.AddProjector<{forgotten.Name}>()).")
            : Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
