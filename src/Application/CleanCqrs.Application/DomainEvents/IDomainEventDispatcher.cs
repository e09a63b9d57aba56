using CleanCqrs.Domain;

namespace CleanCqrs.Application.DomainEvents;

/// <summary>Brings domain events to their handlers. The write context calls it before it saves.</summary>
public interface IDomainEventDispatcher
{
    /// <summary>Whether any handler is registered for the type of an event.</summary>
    /// <param name="domainEvent">The event.</param>
    /// <returns><see langword="true"/> when there is one.</returns>
    bool HasHandlers(IDomainEvent domainEvent);

    /// <summary>Runs the handlers of an event one after the other.</summary>
    /// <param name="services">The service scope that the write context belongs to.</param>
    /// <param name="domainEvent">The event.</param>
    /// <param name="cancellationToken">Ends the save that is under way.</param>
    /// <returns>A task that ends when all handlers are done.</returns>
    Task DispatchAsync(IServiceProvider services, IDomainEvent domainEvent, CancellationToken cancellationToken);
}
