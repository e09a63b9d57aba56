namespace CleanCqrs.Infrastructure.Projections;

/// <summary>A projection of this process: its name, which is also its consumer group, and its projectors.</summary>
/// <param name="Name">The name.</param>
/// <param name="Projectors">The types of the projectors.</param>
public sealed record Projection(string Name, IReadOnlySet<Type> Projectors);
