using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Rebuilds;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>A projection of this process: its name, which is also its consumer group, and its projectors.</summary>
/// <param name="Name">The name.</param>
/// <param name="Projectors">The types of the projectors, and of the handlers of side effects.</param>
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

    /// <summary>Those of the projectors whose work is not rows. Default: none.</summary>
    public IReadOnlySet<Type> SideEffects { get; init; } = new HashSet<Type>();

    /// <summary>The rows that this projection alone writes. Default: none are known.</summary>
    public IReadOnlyList<OwnedRows> Owned { get; init; } = [];

    /// <summary>Whether this is a generation that is being built beside the current one.</summary>
    internal bool IsReplay { get; private init; }

    /// <summary>The same projection, as it applies events to another generation of its tables.</summary>
    /// <param name="generation">The generation.</param>
    internal Projection ForGeneration(Generation generation) => this with
    {
        Name = generation.Name,
        Projectors = Projectors.Except(SideEffects).ToHashSet(),
        SideEffects = new HashSet<Type>(),
        FormerNames = [],
        IsReplay = true,
    };
}
