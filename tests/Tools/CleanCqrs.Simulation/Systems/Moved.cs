using CleanCqrs.Application.IntegrationEvents;

namespace CleanCqrs.Simulation.Systems;

/// <summary>
/// The event of the simulated system: an amount that is added to a row of its stream, and to one that it shares with others.
/// </summary>
internal sealed record Moved(string StreamId, long Version, long Amount, string Key) : IIntegrationEvent
{
    /// <summary>Whether no projector can apply it.</summary>
    public bool IsPoisoned { get; init; }

    /// <summary>Whether the broker does not take it.</summary>
    public bool IsRefused { get; init; }
}
