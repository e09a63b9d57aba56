using CleanCqrs.Application.IntegrationEvents;
using MediatR;

namespace CleanCqrs.Infrastructure.Registration;

/// <summary>Which contracts of handlers and mappers a type fulfils.</summary>
internal static class TypeContracts
{
    /// <summary>The closed forms of an open generic interface that a type implements.</summary>
    public static IEnumerable<Type> Closed(this Type type, Type open) =>
        type.GetInterfaces().Where(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == open);

    /// <summary>The integration events that a type handles, if it is a projector: in a projection, never outside one.</summary>
    public static IEnumerable<Type> ProjectedEvents(this Type type) => type.Closed(typeof(INotificationHandler<>))
        .Select(handler => handler.GetGenericArguments()[0])
        .Where(handled => handled.IsAssignableTo(typeof(IIntegrationEvent)));
}
