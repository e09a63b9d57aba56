using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>Brings envelopes that an older version of the program has written up to the newest version of their event.</summary>
internal sealed class EnvelopeUpcaster(IIntegrationEventTypes types, IIntegrationEventSerializer serializer)
{
    /// <summary>
    /// Rewrites type, topic and payload where the event has a newer version; identity, stream, version in the stream, time and trace stay.
    /// An envelope of the newest version comes back as it is, and so does one of an unknown type: a process that only relays need not know
    /// every event.
    /// </summary>
    /// <exception cref="UndecodableEventException">The old event can't be read, or its upcaster has failed.</exception>
    public EventEnvelope ToNewest(EventEnvelope envelope)
    {
        if (!types.IsOutdated(envelope.EventType))
        {
            return envelope;
        }

        var newest = serializer.Deserialize(envelope.EventType, envelope.Payload);
        var description = types.Describe(newest.GetType());
        return envelope with { EventType = description.Name, Topic = description.Topic, Payload = serializer.Serialize(newest) };
    }
}
