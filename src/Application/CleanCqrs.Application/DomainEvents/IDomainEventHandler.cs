using CleanCqrs.Domain;

namespace CleanCqrs.Application.DomainEvents;

/// <summary>
/// Reacts to a domain event in the process and in the transaction that raised it, before anything is saved. It may change other aggregates
/// of the same write context; the events that those raise are handled in turn. It does not call <c>SaveChanges</c>, and it makes no remote
/// calls: for those, handle the integration event.
/// </summary>
/// <typeparam name="TEvent">The domain event itself, not a base type of several.</typeparam>
public interface IDomainEventHandler<TEvent>
    where TEvent : IDomainEvent
{
    /// <summary>Handles the event.</summary>
    /// <param name="domainEvent">What happened.</param>
    /// <param name="cancellationToken">Ends the save that is under way.</param>
    /// <returns>A task that ends when the handler is done.</returns>
    Task HandleAsync(TEvent domainEvent, CancellationToken cancellationToken);
}
