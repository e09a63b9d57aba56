using CleanCqrs.Domain;

namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>
/// Makes the integration event of a domain event. Every domain event becomes exactly one: its integration event takes its version in the
/// stream, and a stream without holes is what lets the read side put events in order. Where <c>Sold</c> and <c>SoldEvent</c> have the same
/// members no mapper is needed. A mapper is made once, from the container, and takes singletons only.
/// </summary>
/// <typeparam name="TDomainEvent">The domain event.</typeparam>
/// <typeparam name="TIntegrationEvent">The integration event.</typeparam>
public interface IIntegrationEventMapper<in TDomainEvent, out TIntegrationEvent>
    where TDomainEvent : IDomainEvent
    where TIntegrationEvent : IIntegrationEvent
{
    /// <summary>Maps the event.</summary>
    /// <param name="domainEvent">What happened in the domain.</param>
    /// <returns>What the world is told.</returns>
    TIntegrationEvent Map(TDomainEvent domainEvent);
}
