using System.Diagnostics;
using CleanCqrs.Application;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Reports what a projection does: a span for each event, in the trace of the command that raised it, figures, and log lines.
/// </summary>
internal sealed class ProjectionTelemetry(string projection, TimeProvider timeProvider, ILogger logger)
{
    private const string OutcomeTag = "cleancqrs.outcome";
    private const string ProjectionTag = "cleancqrs.projection";

    private readonly KeyValuePair<string, object?> _projection = new(ProjectionTag, projection);

    /// <summary>The span of one attempt at an event; another attempt is linked to the one that failed before it.</summary>
    public static Activity? StartAttempt(string projection, EventEnvelope envelope, string? failedTraceParent)
    {
        if (!CleanCqrsDiagnostics.Source.HasListeners())
        {
            return null;
        }

        return CleanCqrsDiagnostics.Source.StartActivity(
            $"project {envelope.EventType}",
            ActivityKind.Consumer,
            TraceContext.Parse(envelope.TraceParent),
            [
                new(ProjectionTag, projection),
                new("cleancqrs.stream.id", envelope.StreamId),
                new("cleancqrs.stream.version", envelope.StreamVersion),
                new("messaging.message.id", envelope.EventId.ToString()),
            ],
            TraceContext.LinksTo([failedTraceParent]));
    }

    public void Received(int events) => Instruments.ProjectionBatchSize.Record(events, _projection);

    public void Applied(IReadOnlyList<EventEnvelope> events)
    {
        Count(events.Count, "applied");
        if (Instruments.ProjectionLag.Enabled)
        {
            var now = timeProvider.GetUtcNow();
            foreach (var envelope in events)
            {
                Instruments.ProjectionLag.Record(Math.Max(0, (now - envelope.OccurredAt).TotalSeconds), _projection);
            }
        }
    }

    public void Parked(int events) => Count(events, "parked");

    public void Failed(HeldEvent failed, Exception exception)
    {
        Count(1, failed.Reason == HoldReason.DeadLetter ? "dead_lettered" : "failed");
        var envelope = failed.Envelope;
        if (failed.Reason == HoldReason.DeadLetter)
        {
            logger.LogError(
                exception,
                "{EventType} {StreamId}/{StreamVersion}{ReceivedFrom} is a dead letter of projection {Projection} after "
                    + "{Attempts} attempts; its stream waits behind it",
                envelope.EventType,
                envelope.StreamId,
                envelope.StreamVersion,
                envelope.ReceivedFrom is { } position ? $" from {position}" : string.Empty,
                projection,
                failed.Attempts);
        }
        else
        {
            logger.LogWarning(
                "{EventType} {StreamId}/{StreamVersion} failed in projection {Projection}, attempt {Attempts}, "
                    + "next at {RetryAt:O}: {Error}",
                envelope.EventType,
                envelope.StreamId,
                envelope.StreamVersion,
                projection,
                failed.Attempts,
                failed.RetryAt,
                failed.Error);
        }
    }

    /// <param name="conflict">What the database said.</param>
    /// <param name="turnsBegin">Whether batches take turns from now on.</param>
    public void Conflicted(Exception conflict, bool turnsBegin)
    {
        Instruments.ProjectionConflicts.Add(1, _projection);
        if (turnsBegin)
        {
            logger.LogInformation(
                "Batches of projection {Projection} take turns for a while, since several change the same rows: {Conflict}",
                projection,
                conflict.Message);
        }
        else
        {
            logger.LogDebug(conflict, "Projection {Projection} repeats what another transaction has overtaken", projection);
        }
    }

    public void Unreadable(IReadOnlyList<UnreadableMessage> kept)
    {
        Instruments.UnreadableMessages.Add(kept.Count, _projection);
        foreach (var message in kept.Where(message => message.ForeignSource is null))
        {
            logger.LogError(
                "Projection {Projection} can't read {Position} and keeps it: {Error}", projection, message.Position, message.Error);
        }
    }

    private void Count(int events, string outcome)
    {
        if (events > 0)
        {
            Instruments.ProjectionEvents.Add(events, _projection, new KeyValuePair<string, object?>(OutcomeTag, outcome));
        }
    }
}
