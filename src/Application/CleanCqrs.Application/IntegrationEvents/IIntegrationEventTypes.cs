using System.Diagnostics.CodeAnalysis;

namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>The integration events that this process knows, by their stable names.</summary>
public interface IIntegrationEventTypes
{
    /// <summary>All topics that carry a known event, each once.</summary>
    IReadOnlyCollection<string> Topics { get; }

    /// <summary>Finds the type behind a stable name.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <param name="type">The type.</param>
    /// <returns><see langword="false"/> when no known event has that name.</returns>
    bool TryGetType(string name, [NotNullWhen(true)] out Type? type);

    /// <summary>The name and the topic of a known type.</summary>
    /// <param name="type">A type that implements <see cref="IIntegrationEvent"/>.</param>
    /// <returns>Its attribute.</returns>
    /// <exception cref="InvalidOperationException">The type is not registered.</exception>
    IntegrationEventAttribute Describe(Type type);

    /// <summary>Whether a newer version of an event exists, so that it is upcast when it is read.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <returns><see langword="false"/> for the newest version, and for an unknown name.</returns>
    bool IsOutdated(string name);

    /// <summary>Brings an event up to its newest version, step by step.</summary>
    /// <param name="integrationEvent">The event.</param>
    /// <returns>Its newest version; the event itself when it is that.</returns>
    /// <exception cref="UndecodableEventException">An upcaster has failed.</exception>
    IIntegrationEvent ToNewest(IIntegrationEvent integrationEvent);
}
