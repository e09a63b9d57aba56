using System.Diagnostics;
using CleanCqrs.Application;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Reports what a projection does: a span for each event, in the trace of the command that raised it, and figures.</summary>
internal sealed class ProjectionTelemetry(string projection, TimeProvider timeProvider)
{
    private const string OutcomeTag = "cleancqrs.outcome";

    private readonly KeyValuePair<string, object?> _projection = new("cleancqrs.projection", projection);

    /// <summary>The span of one attempt at an event; another attempt is linked to the one that failed before it.</summary>
    public Activity? StartAttempt(EventEnvelope envelope, string? failedTraceParent)
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
                _projection,
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

    public void Failed(HoldReason reason) => Count(1, reason == HoldReason.DeadLetter ? "dead_lettered" : "failed");

    public void Unreadable(int messages) => Instruments.UnreadableMessages.Add(messages, _projection);

    private void Count(int events, string outcome)
    {
        if (events > 0)
        {
            Instruments.ProjectionEvents.Add(events, _projection, new KeyValuePair<string, object?>(OutcomeTag, outcome));
        }
    }
}
