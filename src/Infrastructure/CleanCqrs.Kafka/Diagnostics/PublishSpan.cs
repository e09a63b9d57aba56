using System.Diagnostics;
using CleanCqrs.Application;
using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Diagnostics;

/// <summary>The span of one message: its context stands in the headers, so that the consumer's span is its child.</summary>
internal static class PublishSpan
{
    public static Activity? Start(EventEnvelope envelope, string topic)
    {
        if (!CleanCqrsDiagnostics.Source.HasListeners())
        {
            return null;
        }

        var outer = Activity.Current;
        var span = CleanCqrsDiagnostics.Source.StartActivity($"publish {topic}", ActivityKind.Producer, envelope.TraceParent);
        span?.SetTag("messaging.system", "kafka");
        span?.SetTag("messaging.operation.type", "send");
        span?.SetTag(Attributes.Topic, topic);
        span?.SetTag("messaging.message.id", envelope.EventId);
        span?.SetTag("messaging.kafka.message.key", envelope.StreamId);
        // Many messages are under way at once: none of them is what this thread is doing.
        Activity.Current = outer;
        return span;
    }

    /// <param name="span">The span.</param>
    /// <param name="error">The error, or no error.</param>
    /// <param name="delivery">Where the message came to stand; nowhere when it was not even taken.</param>
    public static void End(Activity? span, Error error, DeliveryResult<byte[], byte[]>? delivery)
    {
        if (span is null)
        {
            return;
        }

        if (delivery is not null)
        {
            span.SetTag(Attributes.Partition, delivery.Partition.Value);
            span.SetTag("messaging.kafka.offset", delivery.Offset.Value);
        }

        if (error.IsError)
        {
            span.SetStatus(ActivityStatusCode.Error, $"{error.Code}: {error.Reason}");
        }

        var outer = Activity.Current;
        span.Dispose();
        Activity.Current = outer;
    }
}
