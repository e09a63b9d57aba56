using CleanCqrs.Application.Health;
using CleanCqrs.Application.Rebuilds;

namespace CleanCqrs.Infrastructure.Health;

/// <param name="Generation">The generation that is being built; nothing where none is.</param>
/// <param name="Progress">What it holds back.</param>
/// <param name="NobodysFor">For how long there have been parts of history that no process goes through for it.</param>
internal sealed record RebuildSample(Generation? Generation, ProjectionSample? Progress, TimeSpan? NobodysFor);
