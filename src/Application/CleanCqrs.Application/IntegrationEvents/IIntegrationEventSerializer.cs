namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>Turns integration events into the bytes that travel, and back.</summary>
public interface IIntegrationEventSerializer
{
    /// <summary>Writes an event.</summary>
    /// <param name="integrationEvent">The event.</param>
    /// <returns>Its bytes.</returns>
    byte[] Serialize(IIntegrationEvent integrationEvent);

    /// <summary>Reads an event, and brings it up to its newest version.</summary>
    /// <param name="eventType">Its stable name, of whatever version.</param>
    /// <param name="payload">Its bytes.</param>
    /// <returns>The event in its newest version.</returns>
    /// <exception cref="UndecodableEventException">
    /// The name is unknown, the bytes are not an event of that type, or an upcaster has failed.
    /// </exception>
    IIntegrationEvent Deserialize(string eventType, ReadOnlyMemory<byte> payload);
}
