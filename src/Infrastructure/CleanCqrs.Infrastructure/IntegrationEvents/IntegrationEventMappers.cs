using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;
using CleanCqrs.Infrastructure.Registration;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>How each domain event becomes its integration event: by its mapper, or else by name and members.</summary>
internal sealed class IntegrationEventMappers
{
    private readonly Dictionary<Type, Func<IDomainEvent, IIntegrationEvent>> _mappers = [];
    private readonly IntegrationEventUpcasters _upcasters;

    public IntegrationEventMappers(KnownTypes known, IntegrationEventUpcasters upcasters, Func<Type, object> create)
    {
        _upcasters = upcasters;
        foreach (var (mapper, contract) in known.Mappers)
        {
            AddMapper(mapper, contract.GetGenericArguments(), create);
        }

        var sameMembers = new Dictionary<Type, Type>();
        foreach (var domainEvent in known.DomainEvents.Where(type => !_mappers.ContainsKey(type)).ToList())
        {
            var counterpart = FindCounterpart(domainEvent, known);
            if (!sameMembers.TryAdd(counterpart, domainEvent))
            {
                throw new InvalidOperationException(
                    $"{counterpart.Name} would be made of {sameMembers[counterpart].FullName} and of {domainEvent.FullName}, which have no "
                        + "mapper. Write an IIntegrationEventMapper for each.");
            }

            _mappers.Add(domainEvent, SameMembers.Compile(domainEvent, counterpart));
        }
    }

    public IIntegrationEvent Map(IDomainEvent domainEvent) =>
        _mappers.TryGetValue(domainEvent.GetType(), out var map)
            ? map(domainEvent)
            : throw new InvalidOperationException(
                $"{domainEvent.GetType().Name} has no mapper to an integration event: pass its assembly, "
                + $"{domainEvent.GetType().Assembly.GetName().Name}, to AddCleanCqrs, and give it an integration event "
                + $"{domainEvent.GetType().Name}Event with the same members, or an IIntegrationEventMapper.");

    private void AddMapper(Type mapper, Type[] arguments, Func<Type, object> create)
    {
        var (domainEvent, integrationEvent) = (arguments[0], arguments[1]);
        if (_upcasters.IsOutdated(integrationEvent))
        {
            throw new InvalidOperationException(
                $"{mapper.Name} makes {integrationEvent.Name}, an older version: {_upcasters.Describe(integrationEvent)}. A writer "
                + "writes the newest version: "
                + $"map {domainEvent.Name} to {_upcasters.NewestOf(integrationEvent).Name}.");
        }

        if (_mappers.ContainsKey(domainEvent))
        {
            throw new InvalidOperationException(
                $"{domainEvent.Name} has two mappers, one of them {mapper.Name}. A domain event becomes exactly one integration event.");
        }

        var typed = (ITypedMapper)Activator.CreateInstance(typeof(TypedMapper<,>).MakeGenericType(arguments), create(mapper))!;
        _mappers.Add(domainEvent, typed.Map);
    }

    /// <summary>
    /// Only what was passed to AddCleanCqrs is looked at: another service's event, known through a projector, may have the name by chance.
    /// </summary>
    private Type FindCounterpart(Type domainEvent, KnownTypes known)
    {
        var name = domainEvent.Name + "Event";
        var found = known.ScannedIntegrationEvents.Where(type => type.Name == name).ToList();
        return found switch
        {
            [var one] => _upcasters.NewestOf(one),
            [] => throw new InvalidOperationException(
                $"{domainEvent.Name} has no mapper to an integration event. Give the integration event {name} the same members, and pass "
                    + $"its assembly to AddCleanCqrs, or write an IIntegrationEventMapper<{domainEvent.Name}, ...>: every domain event "
                    + "takes a version in its stream, and a version that is never published would make the read side wait for ever."),
            _ => throw new InvalidOperationException(
                $"{domainEvent.Name} has no mapper, and there are several integration events {name}: "
                    + $"{string.Join(", ", found.Select(type => type.FullName).Order(StringComparer.Ordinal))}. Write an "
                    + $"IIntegrationEventMapper<{domainEvent.Name}, {name}> that says which."),
        };
    }

    private interface ITypedMapper
    {
        IIntegrationEvent Map(IDomainEvent domainEvent);
    }

    private sealed class TypedMapper<TDomainEvent, TIntegrationEvent>(IIntegrationEventMapper<TDomainEvent, TIntegrationEvent> mapper)
        : ITypedMapper
        where TDomainEvent : IDomainEvent
        where TIntegrationEvent : IIntegrationEvent
    {
        public IIntegrationEvent Map(IDomainEvent domainEvent) => mapper.Map((TDomainEvent)domainEvent) is { } integrationEvent
            ? integrationEvent
            : throw new InvalidOperationException(
                $"{mapper.GetType().Name} made nothing of {domainEvent.GetType().Name}. Every domain event becomes an integration event.");
    }
}
