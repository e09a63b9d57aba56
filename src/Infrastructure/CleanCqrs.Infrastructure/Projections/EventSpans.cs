using System.Diagnostics;
using CleanCqrs.Application;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// The spans of the events of one transaction, by the messaging conventions of OpenTelemetry. Each begins when the projectors get its event
/// and ends with the transaction: only then is the event in the read model.
/// </summary>
internal sealed class EventSpans(string projection, string messagingSystem)
{
    private const string Operation = "process";

    // What an attempt that was abandoned begins is told by nobody any more.
    private readonly Lock _lock = new();
    private readonly List<(EventEnvelope Envelope, Activity? Span, long Started)> _open = [];

    /// <summary>
    /// Begins the span of an event, in the trace of the command that raised it, and linked to the attempt that failed before. It is the
    /// current one until the caller makes another one current.
    /// </summary>
    public Activity? Begin(EventEnvelope envelope, string? failedTraceParent)
    {
        var span = CleanCqrsDiagnostics.Source.HasListeners() ? Start(envelope, failedTraceParent) : null;
        lock (_lock)
        {
            _open.Add((envelope, span, Stopwatch.GetTimestamp()));
        }

        return span;
    }

    /// <summary>The transaction is committed.</summary>
    public void Commit() => End("applied", failed: null, error: null);

    /// <summary>Nothing of it has reached the read model.</summary>
    /// <param name="failed">The event that is to blame; <see langword="null"/> when it is all of them.</param>
    /// <param name="error">What happened; <see langword="null"/> when that is no failure of an event.</param>
    public void RollBack(EventEnvelope? failed, Exception? error) => End("rolled_back", failed, error);

    private static void SetOutcome(Activity? span, string outcome, string? error)
    {
        span?.SetTag("cleancqrs.outcome", outcome);
        if (error is not null)
        {
            span?.SetTag("error.type", error);
            span?.SetStatus(ActivityStatusCode.Error, error);
        }

        // Ending a span makes its predecessor the current one, which is not what this caller is doing.
        var current = Activity.Current;
        span?.Dispose();
        Activity.Current = current;
    }

    private void End(string outcome, EventEnvelope? failed, Exception? error)
    {
        lock (_lock)
        {
            foreach (var (envelope, span, started) in _open)
            {
                var isToBlame = error is not null && (failed is null || failed.EventId == envelope.EventId);
                SetOutcome(span, isToBlame ? "failed" : outcome, isToBlame ? error!.GetType().Name : null);
                Measure(envelope, started, isToBlame ? error!.GetType().Name : null);
            }

            _open.Clear();
        }
    }

    private Activity? Start(EventEnvelope envelope, string? failedTraceParent)
    {
        var span = CleanCqrsDiagnostics.Source.StartActivity(
            $"{Operation} {envelope.Topic}",
            ActivityKind.Consumer,
            TraceContext.Parse(envelope.TraceParent),
            [
                new("messaging.system", messagingSystem),
                new("messaging.operation.name", Operation),
                new("messaging.operation.type", Operation),
                new("messaging.destination.name", envelope.Topic),
                new("messaging.consumer.group.name", projection),
                new("messaging.message.id", envelope.EventId.ToString()),
                new(ProjectionTelemetry.ProjectionTag, projection),
                new("cleancqrs.event.type", envelope.EventType),
                new("cleancqrs.stream.id", envelope.StreamId),
                new("cleancqrs.stream.version", envelope.StreamVersion),
            ],
            TraceContext.LinksTo([failedTraceParent]));
        if (envelope.ReceivedFrom is { } position)
        {
            span?.SetTag("messaging.destination.partition.id", $"{position.Partition}");
            span?.SetTag($"messaging.{messagingSystem}.offset", position.Offset);
        }

        return span;
    }

    private void Measure(EventEnvelope envelope, long started, string? error)
    {
        if (Instruments.MessagingProcessDuration.Enabled)
        {
            var tags = ProjectionTelemetry.MessagingTags(messagingSystem, envelope.Topic, projection);
            if (error is not null)
            {
                tags.Add("error.type", error);
            }

            Instruments.MessagingProcessDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        }
    }
}
