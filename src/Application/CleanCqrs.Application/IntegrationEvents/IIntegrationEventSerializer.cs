namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>Turns integration events into the bytes that travel, and back.</summary>
public interface IIntegrationEventSerializer
{
    /// <summary>Writes an event.</summary>
    /// <param name="integrationEvent">The event.</param>
    /// <returns>Its bytes.</returns>
    byte[] Serialize(IIntegrationEvent integrationEvent);

    /// <summary>Reads an event.</summary>
    /// <param name="eventType">Its stable name.</param>
    /// <param name="payload">Its bytes.</param>
    /// <returns>The event.</returns>
    /// <exception cref="UndecodableEventException">The name is unknown, or the bytes are not an event of that type.</exception>
    IIntegrationEvent Deserialize(string eventType, ReadOnlyMemory<byte> payload);
}
