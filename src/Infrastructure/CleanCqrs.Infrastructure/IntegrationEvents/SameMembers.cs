using System.Linq.Expressions;
using System.Reflection;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>
/// Makes an integration event out of a domain event that has all its members, matched by name and type. What the domain event has in
/// addition stays inside.
/// </summary>
internal static class SameMembers
{
    /// <exception cref="InvalidOperationException">A member of the integration event can't be filled.</exception>
    public static Func<IDomainEvent, IIntegrationEvent> Compile(Type domainEvent, Type integrationEvent)
    {
        var parameter = Expression.Parameter(typeof(IDomainEvent));
        var source = Expression.Convert(parameter, domainEvent);
        var constructor = integrationEvent.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new InvalidOperationException(
                $"{domainEvent.Name} has no mapper, and {integrationEvent.Name} has no public constructor. Give it one, or write an "
                    + $"IIntegrationEventMapper<{domainEvent.Name}, {integrationEvent.Name}>.");
        var parameters = constructor.GetParameters();
        var arguments = parameters.Select(argument => Value(argument.Name!, argument.ParameterType));
        var others = integrationEvent.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .Where(property => !parameters.Any(argument => IsSame(argument.Name!, property.Name)))
            .Select(property => Expression.Bind(property, Value(property.Name, property.PropertyType)));
        var made = Expression.MemberInit(Expression.New(constructor, arguments), others);
        return Expression.Lambda<Func<IDomainEvent, IIntegrationEvent>>(Expression.Convert(made, typeof(IIntegrationEvent)), parameter)
            .Compile();

        Expression Value(string name, Type type)
        {
            var property = domainEvent.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .FirstOrDefault(candidate => IsSame(candidate.Name, name) && candidate.GetMethod is { IsPublic: true }
                    && (candidate.PropertyType.IsAssignableTo(type) || candidate.PropertyType == Nullable.GetUnderlyingType(type)));
            return property is null
                ? throw new InvalidOperationException(
                    $"{domainEvent.Name} has no mapper, and no member that fills {name} of {integrationEvent.Name}. Give it one of that "
                        + $"name and type, or write an IIntegrationEventMapper<{domainEvent.Name}, {integrationEvent.Name}>.")
                : Expression.Convert(Expression.Property(source, property), type);
        }
    }

    private static bool IsSame(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
