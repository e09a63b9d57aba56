using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Projections;

/// <summary>An event on its way into a read model.</summary>
/// <param name="Envelope">The envelope in which it came.</param>
/// <param name="Event">The event.</param>
public sealed record ProjectedEvent(EventEnvelope Envelope, IIntegrationEvent Event);
