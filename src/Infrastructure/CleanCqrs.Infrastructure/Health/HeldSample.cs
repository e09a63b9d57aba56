using CleanCqrs.Application.Health;

namespace CleanCqrs.Infrastructure.Health;

/// <param name="Projection">What the projection holds.</param>
/// <param name="NobodysFor">For how long there have been parts of history that no process follows.</param>
internal sealed record HeldSample(ProjectionSample Projection, TimeSpan? NobodysFor);
