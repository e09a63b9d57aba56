using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Configuration;

namespace CleanCqrs.Kafka.Diagnostics;

/// <summary>What the transport measures.</summary>
internal static class KafkaMetrics
{
    /// <summary>Who knows of the lag of partitions.</summary>
    public static ConcurrentDictionary<object, Func<IEnumerable<Measurement<long>>>> LagSources { get; } = new();

    private static readonly Meter _meter = new(KafkaDiagnostics.MeterName);

    private static readonly Histogram<int> _publishBatch = _meter.CreateHistogram<int>(
        "cleancqrs.kafka.publish.batch.size", "{event}", "Events published together.");

    private static readonly Counter<long> _published = _meter.CreateCounter<long>(
        "cleancqrs.kafka.messages", "{event}", "Events published, by topic and outcome: acknowledged, rejected, failed.");

    private static readonly ObservableGauge<long> _lag = _meter.CreateObservableGauge(
        "cleancqrs.kafka.consumer.lag",
        () => LagSources.Values.SelectMany(measure => measure()),
        "{message}",
        "Messages of a partition that are not handled yet.");

    public static UpDownCounter<long> InFlight { get; } = _meter.CreateUpDownCounter<long>(
        "cleancqrs.kafka.publish.in_flight", "{event}", "Events given to the producer and not yet reported on.");

    public static Counter<long> Rebalances { get; } = _meter.CreateCounter<long>(
        "cleancqrs.kafka.consumer.rebalances", "{rebalance}", "Times that partitions came to this member or went.");

    public static Histogram<int> ConsumeBatch { get; } = _meter.CreateHistogram<int>(
        "cleancqrs.kafka.consumer.batch.size", "{message}", "Messages handled together.");

    public static Counter<long> Redeliveries { get; } = _meter.CreateCounter<long>(
        "cleancqrs.kafka.consumer.redeliveries", "{batch}", "Batches handed over again because their handler had failed.");

    public static Counter<long> Unreadable { get; } = _meter.CreateCounter<long>(
        "cleancqrs.kafka.consumer.unreadable", "{message}", "Messages that are no events.");

    public static Counter<long> Foreign { get; } = _meter.CreateCounter<long>(
        "cleancqrs.kafka.consumer.foreign", "{message}", "Events of another system, which are not applied.");

    public static Counter<long> Sent { get; } = _meter.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Messages that the producer tried to send.");

    public static Histogram<double> OperationDuration { get; } = _meter.CreateHistogram(
        "messaging.client.operation.duration",
        "s",
        "From giving a message to the producer to its report.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        });

    public static void CountPublished(IReadOnlyList<EventEnvelope> events, PublishResult[] results, WireNames names)
    {
        _publishBatch.Record(events.Count);
        if (!_published.Enabled)
        {
            return;
        }

        foreach (var group in events.Zip(results).GroupBy(pair => (pair.First.Topic, pair.Second.Outcome)))
        {
            _published.Add(
                group.Count(), new(Attributes.Topic, names.TopicOf(group.Key.Topic)), new("cleancqrs.outcome", Name(group.Key.Outcome)));
        }
    }

    private static string Name(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Acknowledged => "acknowledged",
        PublishOutcome.Rejected => "rejected",
        _ => "failed",
    };
}
