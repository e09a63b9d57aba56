using System.Reflection;
using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Infrastructure.Registration;

/// <summary>
/// What all calls of <c>AddCleanCqrs</c> and <c>AddProjection</c> have brought along: modules may make calls of their own, in any order.
/// </summary>
internal sealed class KnownTypes
{
    private readonly HashSet<Type> _scanned = [];
    private readonly HashSet<Type> _projectors = [];

    private KnownTypes(IServiceCollection services) => Services = services;

    /// <summary>What the host has registered.</summary>
    public IServiceCollection Services { get; }

    public List<Assembly> Assemblies { get; } = [];

    public IEnumerable<Type> Scanned => _scanned;

    /// <summary>The projectors of the scanned assemblies, whether a projection of this host names them or not.</summary>
    public IEnumerable<Type> ScannedProjectors => _scanned.Where(type => type.ProjectedEvents().Any());

    public IEnumerable<Type> ScannedIntegrationEvents => _scanned.Where(type => type.IsAssignableTo(typeof(IIntegrationEvent)));

    /// <summary>Also those that only a mapper, an upcaster or a projector names: a contract may lie in an assembly of its own.</summary>
    public IEnumerable<Type> IntegrationEvents => ScannedIntegrationEvents
        .Concat(Mappers.Select(mapper => mapper.Contract.GetGenericArguments()[1]))
        .Concat(Upcasters.SelectMany(upcaster => upcaster.Contract.GetGenericArguments()))
        .Concat(_projectors.SelectMany(TypeContracts.ProjectedEvents))
        .Where(type => !type.IsAbstract)
        .Distinct();

    public IEnumerable<Type> DomainEvents => _scanned.Where(type => type.IsAssignableTo(typeof(IDomainEvent)))
        .Concat(Implementations(typeof(IDomainEventHandler<>)).Select(handler => handler.Contract.GetGenericArguments()[0]))
        .Distinct();

    public IEnumerable<(Type Type, Type Contract)> Mappers => Implementations(typeof(IIntegrationEventMapper<,>));

    public IEnumerable<(Type Type, Type Contract)> Upcasters => Implementations(typeof(IIntegrationEventUpcaster<,>));

    /// <summary>The known types of a host that is being composed.</summary>
    public static KnownTypes In(IServiceCollection services)
    {
        var known = services.Select(descriptor => descriptor.IsKeyedService ? null : descriptor.ImplementationInstance)
            .OfType<KnownTypes>().FirstOrDefault();
        if (known is null)
        {
            known = new KnownTypes(services);
            services.AddSingleton(known);
        }

        return known;
    }

    /// <summary>Adds what some assemblies contain.</summary>
    /// <returns>The types that no call has brought along before.</returns>
    public IReadOnlyList<Type> Scan(IEnumerable<Assembly> assemblies)
    {
        var added = new List<Type>();
        foreach (var assembly in assemblies.Except(Assemblies).ToList())
        {
            Assemblies.Add(assembly);
            added.AddRange(TypesOf(assembly).Where(_scanned.Add));
        }

        return added;
    }

    public void AddProjector(Type projector) => _projectors.Add(projector);

    public IEnumerable<(Type Type, Type Contract)> Implementations(Type open) =>
        _scanned.SelectMany(type => type.Closed(open).Select(contract => (type, contract)));

    /// <summary>The types of an assembly that can be made.</summary>
    public static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes().Where(type => type is { IsAbstract: false, ContainsGenericParameters: false });
        }
        catch (ReflectionTypeLoadException exception)
        {
            throw new InvalidOperationException(
                $"AddCleanCqrs can't look into {assembly.GetName().Name}: {exception.LoaderExceptions[0]?.Message} "
                    + "Reference what is missing, or pass other assemblies.",
                exception);
        }
    }
}
