using CleanCqrs.Application.DomainEvents;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CleanCqrs.Infrastructure.Registration;

/// <summary>
/// Registers what was found in assemblies, each once: the application may register the same with <c>AddMediatR</c> and
/// <c>AddValidatorsFromAssembly</c>, before and after.
/// </summary>
internal static class ScannedServices
{
    /// <summary>The contracts of MediatR that answer: there is one handler for each request.</summary>
    public static readonly Type[] Requests = [typeof(IRequestHandler<,>), typeof(IRequestHandler<>), typeof(IStreamRequestHandler<,>)];

    public static void Add(IServiceCollection services, IReadOnlyList<Type> types)
    {
        foreach (var (type, contract) in Implementations(types, Requests))
        {
            services.TryAddTransient(contract, type);
        }

        foreach (var (type, contract) in Implementations(types, typeof(IValidator<>)).Where(found => !found.Type.IsGenericType))
        {
            services.TryAddEnumerable(new ServiceDescriptor(contract, type, LifetimeOf(type)));
        }

        foreach (var (type, contract) in Implementations(types, typeof(IDomainEventHandler<>)))
        {
            if (contract.GetGenericArguments()[0] is { IsAbstract: true } open)
            {
                throw new InvalidOperationException(
                    $"{type.Name} handles {open.Name}, which no event is: name the events themselves, one IDomainEventHandler for each.");
            }

            services.TryAddEnumerable(ServiceDescriptor.Scoped(contract, type));
        }
    }

    /// <summary>
    /// To build a validator costs more than to use it, so one that takes nothing is made once. One that takes something may need what
    /// belongs to a single request.
    /// </summary>
    private static ServiceLifetime LifetimeOf(Type validator) =>
        validator.GetConstructors() is [var only] && only.GetParameters().Length == 0
            ? ServiceLifetime.Singleton
            : ServiceLifetime.Scoped;

    private static IEnumerable<(Type Type, Type Contract)> Implementations(IEnumerable<Type> types, params Type[] open) =>
        from type in types
        from contract in open.SelectMany(type.Closed)
        select (type, contract);
}
