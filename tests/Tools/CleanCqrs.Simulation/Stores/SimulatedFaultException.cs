namespace CleanCqrs.Simulation.Stores;

/// <summary>What a driver throws when its server does not answer.</summary>
internal sealed class SimulatedFaultException(string message) : Exception(message);
