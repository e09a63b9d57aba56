using System.Diagnostics;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Gives events to the projectors of a projection: first the look ahead, then, in the transaction, one event after the other.
/// </summary>
internal sealed class ProjectorInvoker(Projection projection, IIntegrationEventSerializer serializer)
{
    /// <param name="session">The unit of work; its transaction is open afterwards.</param>
    /// <param name="envelopes">The events, in order.</param>
    /// <param name="attempt">Gets the trace of the attempt.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task ApplyAsync(
        IProjectionSession session, IReadOnlyList<EventEnvelope> envelopes, ProjectionAttempt attempt, CancellationToken cancellationToken)
    {
        var events = envelopes
            .Select(envelope => new ProjectedEvent(envelope, serializer.Deserialize(envelope.EventType, envelope.Payload)))
            .ToList();
        var context = session.Services.GetRequiredService<ProjectionContext>();
        context.Projection = projection;
        if (events.Count > 0)
        {
            foreach (var projector in projection.Projectors.Select(session.Services.GetRequiredService).OfType<IProjectionPrefetch>())
            {
                await projector.PrefetchAsync(events, cancellationToken);
            }
        }

        await session.BeginTransactionAsync(cancellationToken);
        var publisher = session.Services.GetRequiredService<IPublisher>();
        foreach (var (envelope, integrationEvent) in events)
        {
            using var activity = ProjectionTelemetry.StartAttempt(
                projection.Name, envelope, attempt.Plan?.FindHeld(envelope)?.FailedTraceParent);
            attempt.TraceParent = activity?.Id;
            context.Current = envelope;
            try
            {
                await publisher.Publish(integrationEvent, cancellationToken);
                await session.EndEventAsync(cancellationToken);
            }
            catch (Exception exception)
            {
                activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
                throw;
            }
        }
    }
}
