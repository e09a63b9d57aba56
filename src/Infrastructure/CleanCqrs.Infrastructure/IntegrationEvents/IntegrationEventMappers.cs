using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;
using CleanCqrs.Infrastructure.Registration;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>The mappers that were found at start, one for each domain event.</summary>
internal sealed class IntegrationEventMappers
{
    private readonly Dictionary<Type, IMapperAdapter> _mappers = [];

    public IntegrationEventMappers(AssemblyScan scan, IntegrationEventUpcasters upcasters)
    {
        foreach (var (implementation, contract) in scan.Mappers)
        {
            var arguments = contract.GetGenericArguments();
            if (upcasters.IsOutdated(arguments[1]))
            {
                throw new InvalidOperationException(
                    $"{implementation.Name} makes {arguments[1].Name}, an older version: {upcasters.Describe(arguments[1])}. A writer "
                    + "writes the newest version: "
                    + $"map {arguments[0].Name} to {upcasters.NewestOf(arguments[1]).Name}.");
            }

            var adapter = (IMapperAdapter)Activator.CreateInstance(
                typeof(MapperAdapter<,>).MakeGenericType(arguments), Activator.CreateInstance(implementation, nonPublic: true))!;
            if (!_mappers.TryAdd(arguments[0], adapter))
            {
                throw new InvalidOperationException(
                    $"{arguments[0].Name} has two mappers, one of them {implementation.Name}. A domain event becomes exactly one "
                        + "integration event.");
            }
        }

        if (scan.DomainEvents.FirstOrDefault(type => !_mappers.ContainsKey(type)) is { } unmapped)
        {
            throw new InvalidOperationException(
                $"{unmapped.Name} has no mapper to an integration event. Write an IIntegrationEventMapper<{unmapped.Name}, ...>: every "
                + "domain event takes a version "
                + "in its stream, and a version that is never published would make the read side wait for ever.");
        }
    }

    public IIntegrationEvent Map(IDomainEvent domainEvent) =>
        _mappers.TryGetValue(domainEvent.GetType(), out var mapper)
            ? mapper.Map(domainEvent)
            : throw new InvalidOperationException(
                $"{domainEvent.GetType().Name} has no mapper to an integration event: pass its assembly, "
                + $"{domainEvent.GetType().Assembly.GetName().Name}, to AddCleanCqrs, and write an IIntegrationEventMapper for it.");
}
