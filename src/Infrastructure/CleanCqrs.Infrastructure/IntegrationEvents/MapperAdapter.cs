using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

internal interface IMapperAdapter
{
    IIntegrationEvent Map(IDomainEvent domainEvent);
}

internal sealed class MapperAdapter<TDomainEvent, TIntegrationEvent>(IIntegrationEventMapper<TDomainEvent, TIntegrationEvent> mapper)
    : IMapperAdapter
    where TDomainEvent : IDomainEvent
    where TIntegrationEvent : IIntegrationEvent
{
    public IIntegrationEvent Map(IDomainEvent domainEvent) => mapper.Map((TDomainEvent)domainEvent);
}
