using System.Collections.Immutable;

namespace CleanCqrs.Simulation.Systems;

/// <summary>A row of the read model: what was added, and the trail of the versions that did so.</summary>
internal sealed record Total(long Sum, ImmutableList<(string StreamId, long Version)> Trail)
{
    public static Total Zero { get; } = new(0, []);

    public Total Add(Moved moved) => new(Sum + moved.Amount, Trail.Add((moved.StreamId, moved.Version)));
}
