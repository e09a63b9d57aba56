using System.Diagnostics;
using CleanCqrs.Application;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>Reports what the relay publishes: a span for each batch, linked to the commands whose events it carries, and figures.</summary>
internal sealed class RelayTelemetry(TimeProvider timeProvider)
{
    private const string OutcomeTag = "cleancqrs.outcome";

    public static Activity? StartBatch(IReadOnlyList<OutboxMessage> messages)
    {
        if (!CleanCqrsDiagnostics.Source.HasListeners())
        {
            return null;
        }

        return CleanCqrsDiagnostics.Source.StartActivity(
            "publish outbox",
            ActivityKind.Internal,
            parentContext: default,
            [new("messaging.batch.message_count", messages.Count)],
            TraceContext.LinksTo(messages.Select(message => message.Envelope.TraceParent)));
    }

    public void Published(IReadOnlyList<OutboxMessage> messages, IReadOnlyList<PublishResult> results, long started, Activity? batch)
    {
        Instruments.OutboxBatchSize.Record(messages.Count);
        Instruments.OutboxPublishDuration.Record(timeProvider.GetElapsedTime(started).TotalSeconds);
        foreach (var outcome in results.CountBy(result => result.Outcome))
        {
            Instruments.OutboxMessages.Add(outcome.Value, new KeyValuePair<string, object?>(OutcomeTag, NameOf(outcome.Key)));
            if (outcome.Key is PublishOutcome.Failed or PublishOutcome.Rejected)
            {
                batch?.SetStatus(ActivityStatusCode.Error, NameOf(outcome.Key));
            }
        }

        if (Instruments.OutboxLag.Enabled)
        {
            var now = timeProvider.GetUtcNow();
            foreach (var (message, result) in messages.Zip(results))
            {
                if (result.Outcome == PublishOutcome.Acknowledged)
                {
                    Instruments.OutboxLag.Record(Math.Max(0, (now - message.Envelope.OccurredAt).TotalSeconds));
                }
            }
        }
    }

    private static string NameOf(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Acknowledged => "published",
        PublishOutcome.Rejected => "rejected",
        PublishOutcome.Deferred => "deferred",
        _ => "failed",
    };
}
