using System.Collections.Concurrent;
using System.Diagnostics;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Gives events to the projectors of a projection: first the look ahead, then, in the transaction, one event after the other, all within
/// the time of an attempt. Projectors are called directly, past MediatR: an application's own registrations can neither double a call nor
/// lose one.
/// </summary>
internal sealed class ProjectorInvoker(
    Projection projection,
    IIntegrationEventSerializer serializer,
    AbandonedAttempts abandoned,
    ProjectionTelemetry telemetry,
    Func<ProjectionOptions> options,
    TimeProvider timeProvider,
    TaskScheduler scheduler)
{
    private readonly Type[] _projectors = [.. projection.Projectors.OrderBy(projection.SideEffects.Contains)];
    private readonly ConcurrentDictionary<Type, ProjectorCall> _calls = [];

    /// <param name="session">The unit of work; its transaction is open afterwards.</param>
    /// <param name="envelopes">The events, in order.</param>
    /// <param name="attempt">Gets the trace of the attempt.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="AttemptTimedOutException">The projectors took too long, or earlier attempts still run.</exception>
    public async Task ApplyAsync(
        IProjectionSession session, IReadOnlyList<EventEnvelope> envelopes, ProjectionAttempt attempt, CancellationToken cancellationToken)
    {
        if (envelopes.Count == 0)
        {
            await session.BeginTransactionAsync(cancellationToken);
            return;
        }

        RefuseWhatStillRuns(envelopes, attempt);
        var limit = new AttemptLimit(
            options().AttemptTimeout,
            timeProvider,
            running => Abandon(session, attempt.Current ?? envelopes[0], envelopes.Count, running),
            scheduler);
        List<ProjectedEvent> events = [];
        object[] projectors = [];
        await limit.RunAsync(
            async token =>
            {
                session.Services.GetRequiredService<ProjectionContext>().IsReplay = projection.IsReplay;
                foreach (var envelope in envelopes)
                {
                    attempt.Current = envelope;
                    events.Add(new ProjectedEvent(envelope, serializer.Deserialize(envelope.EventType, envelope.Payload)));
                }

                attempt.Current = null;
                projectors = [.. _projectors.Select(session.Services.GetRequiredService)];
                foreach (var projector in projectors.OfType<IProjectionPrefetch>())
                {
                    await projector.PrefetchAsync(events, token);
                }
            },
            cancellationToken);
        await session.BeginTransactionAsync(cancellationToken);
        await limit.RunAsync(token => HandleAsync(session, events, projectors, attempt, token), cancellationToken);
    }

    private async Task HandleAsync(
        IProjectionSession session,
        List<ProjectedEvent> events,
        object[] projectors,
        ProjectionAttempt attempt,
        CancellationToken cancellationToken)
    {
        var context = session.Services.GetRequiredService<ProjectionContext>();
        var (spans, outer) = (attempt.Spans, Activity.Current);
        foreach (var (envelope, integrationEvent) in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var span = spans?.Begin(envelope, attempt.Plan?.FindHeld(envelope)?.FailedTraceParent);
            attempt.TraceParent = span?.Id;
            attempt.Current = envelope;
            context.Current = envelope;
            var call = _calls.GetOrAdd(integrationEvent.GetType(), type => ProjectorCall.Of(type, _projectors));
            await call.InvokeAsync(projectors, integrationEvent, cancellationToken);
            await session.EndEventAsync(cancellationToken);
            span?.AddEvent(new ActivityEvent("handled"));
            Activity.Current = outer;
        }

        attempt.Current = null;
    }

    private void RefuseWhatStillRuns(IReadOnlyList<EventEnvelope> envelopes, ProjectionAttempt attempt)
    {
        foreach (var envelope in envelopes)
        {
            attempt.Current = envelope;
            if (abandoned.CountOf(projection.Name, envelope) is var running && running >= options().MaxAbandonedAttempts)
            {
                throw new AttemptTimedOutException(
                    $"{running} abandoned attempts at {envelope.StreamId}/{envelope.StreamVersion} still run in this process, as many as "
                    + "Projections:MaxAbandonedAttempts allows, so no further one was begun. Find out what the projectors wait for; a "
                    + "restart of the process ends them.");
            }
        }

        attempt.Current = null;
    }

    private void Abandon(IProjectionSession session, EventEnvelope envelope, int events, Task running)
    {
        telemetry.Abandoned(envelope, events);
        abandoned.Add(projection.Name, envelope, running, () => telemetry.AbandonedEnded(envelope));
        session.Abandon(running);
    }
}
