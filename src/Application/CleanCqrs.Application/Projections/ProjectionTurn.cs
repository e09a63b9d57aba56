namespace CleanCqrs.Application.Projections;

/// <summary>A turn that a unit of work takes: of several that name the same turn, in whatever process, one is at work at a time.</summary>
/// <param name="Name">The name of the turn.</param>
/// <param name="IsRequired">
/// Whether the unit fails when it can't have its turn in time. Otherwise it goes on without: then the turn only spares conflicts, which the
/// database would notice.
/// </param>
public sealed record ProjectionTurn(string Name, bool IsRequired);
