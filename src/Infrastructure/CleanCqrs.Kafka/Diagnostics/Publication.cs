using System.Diagnostics;
using CleanCqrs.Application;
using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Diagnostics;

/// <summary>
/// One message on its way to the broker, by the messaging conventions of OpenTelemetry: a span, whose context stands in the headers so that
/// the consumer's span is its child, and its figures.
/// </summary>
internal readonly struct Publication
{
    private const string Operation = "publish";

    private readonly string _topic;
    private readonly Activity? _span;
    private readonly long _started;

    private Publication(string topic, Activity? span) => (_topic, _span, _started) = (topic, span, Stopwatch.GetTimestamp());

    /// <summary>The W3C trace context of the span; <see langword="null"/> when nobody is tracing.</summary>
    public string? TraceParent => _span?.Id;

    public static Publication Begin(EventEnvelope envelope, string topic) =>
        new(topic, CleanCqrsDiagnostics.Source.HasListeners() ? Start(envelope, topic) : null);

    /// <param name="error">The error, or no error.</param>
    /// <param name="delivery">Where the message came to stand; nowhere when it was not even taken.</param>
    public void End(Error error, DeliveryResult<byte[], byte[]>? delivery)
    {
        Measure(error);
        if (_span is not { } span)
        {
            return;
        }

        if (delivery is not null)
        {
            span.SetTag(Attributes.Partition, $"{delivery.Partition.Value}");
            span.SetTag("messaging.kafka.offset", delivery.Offset.Value);
        }

        if (error.IsError)
        {
            span.SetTag(Attributes.Error, $"{error.Code}");
            span.SetStatus(ActivityStatusCode.Error, $"{error.Code}: {error.Reason}");
        }

        var outer = Activity.Current;
        span.Dispose();
        Activity.Current = outer;
    }

    private static Activity? Start(EventEnvelope envelope, string topic)
    {
        var outer = Activity.Current;
        var span = CleanCqrsDiagnostics.Source.StartActivity($"{Operation} {topic}", ActivityKind.Producer, envelope.TraceParent);
        span?.SetTag(Attributes.System, Attributes.Kafka);
        span?.SetTag(Attributes.OperationName, Operation);
        span?.SetTag("messaging.operation.type", "send");
        span?.SetTag(Attributes.Topic, topic);
        span?.SetTag("messaging.message.id", envelope.EventId.ToString());
        span?.SetTag("messaging.kafka.message.key", envelope.StreamId);
        // Many messages are under way at once: none of them is what this thread is doing.
        Activity.Current = outer;
        return span;
    }

    private void Measure(Error error)
    {
        if (!KafkaMetrics.Sent.Enabled && !KafkaMetrics.OperationDuration.Enabled)
        {
            return;
        }

        var tags = new TagList
        {
            { Attributes.System, Attributes.Kafka },
            { Attributes.OperationName, Operation },
            { Attributes.Topic, _topic },
        };
        if (error.IsError)
        {
            tags.Add(Attributes.Error, $"{error.Code}");
        }

        KafkaMetrics.Sent.Add(1, tags);
        KafkaMetrics.OperationDuration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
    }
}
