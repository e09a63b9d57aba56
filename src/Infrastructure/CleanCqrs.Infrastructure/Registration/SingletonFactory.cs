using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Infrastructure.Registration;

/// <summary>
/// Makes what lives as long as the host, with what it takes from the container, and refuses what would need a service scope.
/// </summary>
internal sealed class SingletonFactory(KnownTypes known, IServiceProvider provider, IServiceProviderIsService registrations)
{
    public object Create(Type type)
    {
        if (FindScoped(type, type, []) is { } scoped)
        {
            throw new InvalidOperationException(
                $"{type.Name} needs {scoped.Name}, which is registered as scoped. A mapper is made once and serves every save: let it take "
                    + "singletons only, and put what belongs to one command into the domain event.");
        }

        if (FindMissing(type) is { } missing)
        {
            throw new InvalidOperationException(
                $"{type.Name} takes {missing.Name}, which is not registered. Register it as a singleton, or take it out of the "
                    + "constructor.");
        }

        try
        {
            return ActivatorUtilities.GetServiceOrCreateInstance(provider, type);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{type.Name} can't be made: {exception.GetType().Name}: {exception.Message}", exception);
        }
    }

    private static ParameterInfo[] ParametersOf(Type type) =>
        type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)?.GetParameters() ?? [];

    private Type? FindMissing(Type type) => DescriptorOf(type) is not null || type.GetConstructors().Length != 1
        ? null
        : ParametersOf(type).FirstOrDefault(parameter =>
            !parameter.HasDefaultValue && !registrations.IsService(parameter.ParameterType))?.ParameterType;

    /// <summary>A container checks this too, but in Development only.</summary>
    private Type? FindScoped(Type root, Type type, HashSet<Type> seen)
    {
        var descriptor = DescriptorOf(type);
        if (descriptor?.Lifetime == ServiceLifetime.Scoped)
        {
            return type;
        }

        var made = descriptor is null && type == root ? type : descriptor?.ImplementationType;
        return descriptor?.Lifetime == ServiceLifetime.Singleton || made is null || made.IsAbstract || !seen.Add(type)
            ? null
            : ParametersOf(made).Select(parameter => FindScoped(root, parameter.ParameterType, seen))
                .FirstOrDefault(found => found is not null);
    }

    private ServiceDescriptor? DescriptorOf(Type type) => known.Services.LastOrDefault(descriptor => !descriptor.IsKeyedService
        && (descriptor.ServiceType == type || (type.IsGenericType && descriptor.ServiceType == type.GetGenericTypeDefinition())));
}
