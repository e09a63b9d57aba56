using System.Diagnostics;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;
using CleanCqrs.Domain;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>Maps and wraps domain events with the mappers that were found at start.</summary>
internal sealed class IntegrationEventFactory(
    IntegrationEventMappers mappers, IIntegrationEventTypes types, IIntegrationEventSerializer serializer) : IIntegrationEventFactory
{
    public EventEnvelope Create(string streamId, RaisedEvent raisedEvent, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(raisedEvent);
        var integrationEvent = mappers.Map(raisedEvent.Event);
        var description = types.Describe(integrationEvent.GetType());
        return new EventEnvelope(
            Guid.CreateVersion7(time),
            description.Name,
            description.Topic,
            streamId,
            raisedEvent.Version,
            time,
            serializer.Serialize(integrationEvent))
        {
            TraceParent = Activity.Current?.Id,
        };
    }
}
