using System.Collections.Concurrent;
using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Infrastructure.DomainEvents;

internal sealed class DomainEventDispatcher(IServiceProviderIsService registrations) : IDomainEventDispatcher
{
    private readonly ConcurrentDictionary<Type, Invoker> _invokers = [];

    public bool HasHandlers(IDomainEvent domainEvent) => InvokerOf(domainEvent).IsNeeded;

    public Task DispatchAsync(IServiceProvider services, IDomainEvent domainEvent, CancellationToken cancellationToken) =>
        InvokerOf(domainEvent).InvokeAsync(services, domainEvent, cancellationToken);

    private Invoker InvokerOf(IDomainEvent domainEvent) => _invokers.GetOrAdd(
        domainEvent.GetType(),
        type => (Invoker)Activator.CreateInstance(
            typeof(Invoker<>).MakeGenericType(type), [registrations.IsService(typeof(IDomainEventHandler<>).MakeGenericType(type))])!);

    private abstract class Invoker(bool isNeeded)
    {
        public bool IsNeeded { get; } = isNeeded;

        public abstract Task InvokeAsync(IServiceProvider services, IDomainEvent domainEvent, CancellationToken cancellationToken);
    }

    private sealed class Invoker<TEvent>(bool isNeeded) : Invoker(isNeeded)
        where TEvent : IDomainEvent
    {
        public override async Task InvokeAsync(IServiceProvider services, IDomainEvent domainEvent, CancellationToken cancellationToken)
        {
            foreach (var handler in services.GetServices<IDomainEventHandler<TEvent>>())
            {
                await handler.HandleAsync((TEvent)domainEvent, cancellationToken);
            }
        }
    }
}
