using CleanCqrs.Application.IntegrationEvents;
using MediatR;

namespace CleanCqrs.Infrastructure.IntegrationEvents;

/// <summary>
/// Refuses an integration event that the application publishes through MediatR: it would reach nobody, or a projector outside its
/// transaction. It stands before all other handlers, and throws before the next one is called, whatever publisher the application has.
/// </summary>
/// <typeparam name="TEvent">Any integration event.</typeparam>
internal sealed class PublicationGuard<TEvent> : INotificationHandler<TEvent>
    where TEvent : IIntegrationEvent
{
    public Task Handle(TEvent notification, CancellationToken cancellationToken) => throw new InvalidOperationException(
        $"{notification.GetType().Name} was published through MediatR, which would reach no projection. An integration event leaves by the "
            + "outbox: let an aggregate raise the domain event that it is mapped from, and save it. Give messages within the process a "
            + "notification of their own.");
}
