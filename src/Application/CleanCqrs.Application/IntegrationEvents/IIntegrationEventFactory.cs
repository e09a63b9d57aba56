using CleanCqrs.Application.Transport;
using CleanCqrs.Domain;

namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>Makes the envelope that goes into the outbox out of an event that an aggregate has raised.</summary>
public interface IIntegrationEventFactory
{
    /// <summary>Maps, serializes and wraps an event.</summary>
    /// <param name="streamId">The stream of the aggregate.</param>
    /// <param name="raisedEvent">The event and its version.</param>
    /// <param name="time">When it is recorded.</param>
    /// <returns>The envelope.</returns>
    /// <exception cref="InvalidOperationException">The domain event has no mapper.</exception>
    EventEnvelope Create(string streamId, RaisedEvent raisedEvent, DateTimeOffset time);
}
