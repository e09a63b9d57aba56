using CleanCqrs.Application.IntegrationEvents;
using MediatR;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Gives an integration event to the projectors of the running projection only, one after the other; every other notification to all its
/// handlers.
/// </summary>
internal sealed class ProjectionPublisher(ProjectionContext context) : INotificationPublisher
{
    public async Task Publish(
        IEnumerable<NotificationHandlerExecutor> handlerExecutors, INotification notification, CancellationToken cancellationToken)
    {
        foreach (var executor in handlerExecutors)
        {
            if (notification is not IIntegrationEvent
                || context.Projection?.Projectors.Contains(executor.HandlerInstance.GetType()) == true)
            {
                await executor.HandlerCallback(notification, cancellationToken);
            }
        }
    }
}
