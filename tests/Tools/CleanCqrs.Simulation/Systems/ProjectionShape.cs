namespace CleanCqrs.Simulation.Systems;

internal sealed record ProjectionShape(string Name, bool IsSequential, bool IsPartitioned);
