using CleanCqrs.Application.Projections;

namespace CleanCqrs.Application.Signals;

/// <summary>A projection has applied events to the read model.</summary>
/// <param name="Projection">The name of the projection.</param>
/// <param name="Positions">How far it has come in the streams of those events.</param>
public sealed record ProjectionCommit(string Projection, IReadOnlyCollection<StreamPosition> Positions) : Commit;
