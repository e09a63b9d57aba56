using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>Reads and rewrites what has a newer version. Everything else costs one look at its name.</summary>
internal sealed class EnvelopeUpcaster(IIntegrationEventTypes types, IIntegrationEventSerializer serializer) : IEnvelopeUpcaster
{
    public EventEnvelope ToNewest(EventEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (!types.IsOutdated(envelope.EventType))
        {
            return envelope;
        }

        var newest = serializer.Deserialize(envelope.EventType, envelope.Payload);
        var description = types.Describe(newest.GetType());
        return envelope with { EventType = description.Name, Topic = description.Topic, Payload = serializer.Serialize(newest) };
    }
}
