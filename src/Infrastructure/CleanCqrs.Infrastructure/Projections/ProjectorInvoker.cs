using System.Collections.Concurrent;
using System.Diagnostics;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Gives events to the projectors of a projection: first the look ahead, then, in the transaction, one event after the other. Projectors
/// are called directly, past MediatR: an application's own registrations can neither double a call nor lose one.
/// </summary>
internal sealed class ProjectorInvoker(Projection projection, IIntegrationEventSerializer serializer)
{
    private readonly Type[] _projectors = [.. projection.Projectors];
    private readonly ConcurrentDictionary<Type, ProjectorCall> _calls = [];

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
        object[] projectors = events.Count > 0 ? [.. _projectors.Select(session.Services.GetRequiredService)] : [];
        foreach (var projector in projectors.OfType<IProjectionPrefetch>())
        {
            await projector.PrefetchAsync(events, cancellationToken);
        }

        await session.BeginTransactionAsync(cancellationToken);
        var context = session.Services.GetRequiredService<ProjectionContext>();
        foreach (var (envelope, integrationEvent) in events)
        {
            using var activity = ProjectionTelemetry.StartAttempt(
                projection.Name, envelope, attempt.Plan?.FindHeld(envelope)?.FailedTraceParent);
            attempt.TraceParent = activity?.Id;
            context.Current = envelope;
            try
            {
                var call = _calls.GetOrAdd(integrationEvent.GetType(), type => ProjectorCall.Of(type, _projectors));
                await call.InvokeAsync(projectors, integrationEvent, cancellationToken);
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
