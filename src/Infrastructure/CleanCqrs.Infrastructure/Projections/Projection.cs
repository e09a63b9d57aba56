using CleanCqrs.Application.IntegrationEvents;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>A projection of this process: its name, which is also its consumer group, and its projectors.</summary>
/// <param name="Name">The name.</param>
/// <param name="Projectors">The types of the projectors.</param>
public sealed record Projection(string Name, IReadOnlySet<Type> Projectors)
{
    /// <summary>
    /// Whether its batches are applied one after the other, in whatever process and lane they arrive. Default: <see langword="false"/>.
    /// </summary>
    public bool IsSequential { get; init; }

    /// <summary>The names that it had before, the last one first. Default: none.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>What an event's rows have in common, by the type of the event; events of other types go by their stream.</summary>
    public IReadOnlyDictionary<Type, Func<IIntegrationEvent, string>> PartitionKeys { get; init; } =
        new Dictionary<Type, Func<IIntegrationEvent, string>>();
}
