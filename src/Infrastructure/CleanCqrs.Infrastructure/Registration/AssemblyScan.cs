using System.Reflection;
using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;
using MediatR;

namespace CleanCqrs.Infrastructure.Registration;

/// <summary>What a host's assemblies bring along.</summary>
internal sealed class AssemblyScan
{
    private readonly List<Type> _types;

    public AssemblyScan(IEnumerable<Assembly> assemblies) =>
        _types = [.. assemblies.Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsAbstract: false, ContainsGenericParameters: false })];

    public IEnumerable<Type> IntegrationEvents => _types.Where(type => type.IsAssignableTo(typeof(IIntegrationEvent)));

    public IEnumerable<Type> DomainEvents => _types.Where(type => type.IsAssignableTo(typeof(IDomainEvent)));

    public IEnumerable<(Type Implementation, Type Interface)> Mappers => Implementations(typeof(IIntegrationEventMapper<,>));

    public IEnumerable<(Type Implementation, Type Interface)> Upcasters => Implementations(typeof(IIntegrationEventUpcaster<,>));

    public IEnumerable<(Type Implementation, Type Interface)> DomainEventHandlers => Implementations(typeof(IDomainEventHandler<>));

    /// <summary>Handlers of integration events: they run in a projection, never outside one.</summary>
    public static bool IsProjector(Type type) => ProjectedEvents(type).Any();

    public static IEnumerable<Type> ProjectedEvents(Type type) => Interfaces(type, typeof(INotificationHandler<>))
        .Select(handler => handler.GetGenericArguments()[0])
        .Where(handled => handled.IsAssignableTo(typeof(IIntegrationEvent)));

    public IEnumerable<Type> Projectors => _types.Where(IsProjector);

    private IEnumerable<(Type Implementation, Type Interface)> Implementations(Type open) =>
        _types.SelectMany(type => Interfaces(type, open).Select(closed => (type, closed)));

    private static IEnumerable<Type> Interfaces(Type type, Type open) =>
        type.GetInterfaces().Where(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == open);
}
