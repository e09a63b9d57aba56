using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Infrastructure.Registration;
using MediatR;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Calls those projectors of a projection that handle one type of event.</summary>
internal abstract class ProjectorCall
{
    /// <param name="eventType">The type of the event.</param>
    /// <param name="projectors">The types of all projectors, in their order.</param>
    public static ProjectorCall Of(Type eventType, IReadOnlyList<Type> projectors)
    {
        int[] handlers = [.. Enumerable.Range(0, projectors.Count).Where(i => projectors[i].ProjectedEvents().Contains(eventType))];
        return (ProjectorCall)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(eventType), [handlers])!;
    }

    /// <param name="projectors">The projectors, in the same order.</param>
    /// <param name="integrationEvent">The event.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public abstract Task InvokeAsync(
        IReadOnlyList<object> projectors, IIntegrationEvent integrationEvent, CancellationToken cancellationToken);

    private sealed class Typed<TEvent>(int[] handlers) : ProjectorCall
        where TEvent : IIntegrationEvent
    {
        public override async Task InvokeAsync(
            IReadOnlyList<object> projectors, IIntegrationEvent integrationEvent, CancellationToken cancellationToken)
        {
            foreach (var handler in handlers)
            {
                await ((INotificationHandler<TEvent>)projectors[handler]).Handle((TEvent)integrationEvent, cancellationToken);
            }
        }
    }
}
