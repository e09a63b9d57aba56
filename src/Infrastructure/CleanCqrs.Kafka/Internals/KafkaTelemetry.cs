using System.Diagnostics;
using System.Diagnostics.Metrics;
using CleanCqrs.Application;
using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Internals;

/// <summary>What the transport measures. The names are those of <see cref="KafkaDiagnostics"/>.</summary>
internal static class KafkaTelemetry
{
    /// <summary>Attributes, by the semantic conventions of OpenTelemetry where they have a name for them.</summary>
    public const string Topic = "messaging.destination.name";
    public const string Group = "messaging.consumer.group.name";
    public const string Partition = "messaging.destination.partition.id";
    public const string Rebalance = "cleancqrs.kafka.rebalance";

    private static readonly Meter _meter = new(KafkaDiagnostics.MeterName);
    private static readonly ConcurrentMembers _members = new();

    public static UpDownCounter<long> InFlight { get; } = _meter.CreateUpDownCounter<long>(
        "cleancqrs.kafka.publish.in_flight", "{event}", "Events given to the producer and not yet reported on.");

    public static Histogram<int> PublishBatch { get; } = _meter.CreateHistogram<int>(
        "cleancqrs.kafka.publish.batch.size", "{event}", "Events published together.");

    public static Counter<long> Rebalances { get; } = _meter.CreateCounter<long>(
        "cleancqrs.kafka.consumer.rebalances", "{rebalance}", "Times that partitions came to this member or went.");

    public static Histogram<int> ConsumeBatch { get; } = _meter.CreateHistogram<int>(
        "cleancqrs.kafka.consumer.batch.size", "{message}", "Messages handled together.");

    public static Counter<long> Redeliveries { get; } = _meter.CreateCounter<long>(
        "cleancqrs.kafka.consumer.redeliveries", "{batch}", "Batches handed over again because their handler had failed.");

    public static Counter<long> Unreadable { get; } = _meter.CreateCounter<long>(
        "cleancqrs.kafka.consumer.unreadable", "{message}", "Messages that are no events.");

    private static readonly Counter<long> _published = _meter.CreateCounter<long>(
        "cleancqrs.kafka.messages", "{event}", "Events published, by topic and outcome: acknowledged, rejected, failed.");

    private static readonly ObservableGauge<long> _lag = _meter.CreateObservableGauge(
        "cleancqrs.kafka.consumer.lag", _members.MeasureLag, "{message}", "Messages of a partition that are not handled yet.");

    /// <summary>Counts a membership among those whose lag is shown.</summary>
    public static void Show(KafkaMembership membership) => _members.Add(membership);

    public static void Hide(KafkaMembership membership) => _members.Remove(membership);

    public static void CountPublished(IReadOnlyList<EventEnvelope> events, PublishResult[] results)
    {
        PublishBatch.Record(events.Count);
        if (!_published.Enabled)
        {
            return;
        }

        foreach (var group in events.Zip(results).GroupBy(pair => (pair.First.Topic, pair.Second.Outcome)))
        {
            _published.Add(group.Count(), new(Topic, group.Key.Topic), new("cleancqrs.outcome", Name(group.Key.Outcome)));
        }
    }

    /// <summary>The span of one message: the context in its headers, so that the consumer's span is its child.</summary>
    public static Activity? StartPublish(EventEnvelope envelope)
    {
        if (!CleanCqrsDiagnostics.Source.HasListeners())
        {
            return null;
        }

        var outer = Activity.Current;
        var activity = CleanCqrsDiagnostics.Source.StartActivity($"publish {envelope.Topic}", ActivityKind.Producer, envelope.TraceParent);
        activity?.SetTag("messaging.system", "kafka");
        activity?.SetTag("messaging.operation.type", "send");
        activity?.SetTag(Topic, envelope.Topic);
        activity?.SetTag("messaging.message.id", envelope.EventId);
        activity?.SetTag("messaging.kafka.message.key", envelope.StreamId);
        // Many messages are under way at once: none of them is what this thread is doing.
        Activity.Current = outer;
        return activity;
    }

    public static void EndPublish(Activity? activity, DeliveryReport<byte[], byte[]> report)
    {
        activity?.SetTag(Partition, report.Partition.Value);
        activity?.SetTag("messaging.kafka.offset", report.Offset.Value);
        EndPublish(activity, report.Error);
    }

    public static void EndPublish(Activity? activity, Error error)
    {
        if (activity is null)
        {
            return;
        }

        if (error.IsError)
        {
            activity.SetStatus(ActivityStatusCode.Error, $"{error.Code}: {error.Reason}");
        }

        var outer = Activity.Current;
        activity.Dispose();
        Activity.Current = outer;
    }

    private static string Name(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Acknowledged => "acknowledged",
        PublishOutcome.Rejected => "rejected",
        _ => "failed",
    };

    private sealed class ConcurrentMembers
    {
        private readonly Lock _lock = new();
        private readonly List<KafkaMembership> _list = [];

        public void Add(KafkaMembership membership)
        {
            lock (_lock)
            {
                _list.Add(membership);
            }
        }

        public void Remove(KafkaMembership membership)
        {
            lock (_lock)
            {
                _list.Remove(membership);
            }
        }

        public IEnumerable<Measurement<long>> MeasureLag()
        {
            lock (_lock)
            {
                return [.. _list.SelectMany(membership => membership.MeasureLag())];
            }
        }
    }
}
