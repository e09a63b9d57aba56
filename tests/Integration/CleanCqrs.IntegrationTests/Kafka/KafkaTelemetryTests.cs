using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CleanCqrs.Application;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Diagnostics;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;

namespace CleanCqrs.IntegrationTests.Kafka;

public sealed class KafkaTelemetryTests : KafkaTest
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private readonly ConcurrentDictionary<string, double> _sums = [];
    private readonly string _group = KafkaNames.Unique("telemetry");

    [Fact]
    public async Task Publishing_and_receiving_are_measured_under_their_names()
    {
        // Other tests of this process publish at the same time: topics and group are this test's own.
        var (topic, refused) = (KafkaNames.Unique("topic"), KafkaNames.Unique("refused"));
        Breakable.CreateTopic(Prefix + topic, 1, 1);
        Breakable.CreateTopic(Prefix + refused, 1, 1);
        Breakable.SetTopicError(Prefix + refused, ErrorCode.TopicAuthorizationFailed);
        using var listener = Listen();
        var transport = Connect();
        var calls = 0;
        await using var group = await transport.SubscribeAsync(
            new TransportSubscription(
                _group,
                [topic],
                (_, _) => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("once") : Task.CompletedTask,
                (_, _) => Task.CompletedTask),
            Token);

        await transport.PublishAsync([EventOf("a", 1, topic), EventOf("b", 1, refused)], Token);
        var lag = $"cleancqrs.kafka.consumer.lag messaging.consumer.group.name={Prefix}{_group} messaging.destination.name={Prefix}{topic} "
            + "messaging.destination.partition.id=0";
        await Eventually.HoldsAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                return _sums.ContainsKey(lag) && calls > 1;
            },
            "the lag is known");

        _sums[$"cleancqrs.kafka.messages messaging.destination.name={Prefix}{topic} cleancqrs.outcome=acknowledged"].ShouldBe(1);
        _sums[$"cleancqrs.kafka.messages messaging.destination.name={Prefix}{refused} cleancqrs.outcome=rejected"].ShouldBe(1);
        _sums[$"cleancqrs.kafka.consumer.batch.size messaging.consumer.group.name={Prefix}{_group}"].ShouldBe(2);
        _sums[$"cleancqrs.kafka.consumer.redeliveries messaging.consumer.group.name={Prefix}{_group}"].ShouldBe(1);
        _sums[$"cleancqrs.kafka.consumer.rebalances messaging.consumer.group.name={Prefix}{_group} cleancqrs.kafka.rebalance=assigned"]
            .ShouldBe(1);
        _sums.ShouldContainKey("cleancqrs.kafka.publish.batch.size");
        _sums.ShouldContainKey("cleancqrs.kafka.publish.in_flight");
        const string Tags = "messaging.system=kafka messaging.operation.name=publish messaging.destination.name=";
        _sums[$"messaging.client.sent.messages {Tags}{Prefix}{topic}"].ShouldBe(1);
        _sums[$"messaging.client.sent.messages {Tags}{Prefix}{refused} error.type={ErrorCode.TopicAuthorizationFailed}"].ShouldBe(1);
        _sums.ShouldContainKey($"messaging.client.operation.duration {Tags}{Prefix}{topic}");
    }

    [Fact]
    public async Task Every_metric_is_described_for_operators()
    {
        // Instruments exist from the first use of the transport.
        await Connect().PublishAsync([EventOf("a", 1)], Token);
        using var listener = Listen();
        var docs = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations.md"), Token);

        listener.Instruments.Count.ShouldBeGreaterThan(5);
        listener.Instruments.ShouldAllBe(name => docs.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_span_of_a_message_belongs_to_the_trace_of_its_command_and_is_the_parent_of_whoever_receives_it()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CleanCqrsDiagnostics.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId.ToHexString() == TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var received = new TaskCompletionSource<EventEnvelope>();
        var transport = Connect();
        await using var group = await SubscribeAsync(transport, (events, _) =>
        {
            received.TrySetResult(events.Single());
            return Task.CompletedTask;
        });

        await transport.PublishAsync([EventOf("a", 1) with { TraceParent = $"00-{TraceId}-b7ad6b7169203331-01" }], Token);

        var envelope = await received.Task.WaitAsync(Token);
        await Eventually.HoldsAsync(() => !spans.IsEmpty, "the span ends");
        var span = spans.Single();
        (span.OperationName, span.Kind, span.ParentSpanId.ToHexString()).ShouldBe(
            ($"publish {Prefix}bank.accounts.opened", ActivityKind.Producer, "b7ad6b7169203331"));
        envelope.TraceParent.ShouldBe(span.Id);
        span.GetTagItem("messaging.system").ShouldBe("kafka");
        span.GetTagItem("messaging.destination.name").ShouldBe(Prefix + Topic);
        span.GetTagItem("messaging.destination.partition.id").ShouldBe($"{envelope.ReceivedFrom!.Partition}");
        span.GetTagItem("messaging.kafka.offset").ShouldBe(envelope.ReceivedFrom.Offset);
    }

    private Meters Listen() => new((name, value) => _sums.AddOrUpdate(name, value, (_, sum) => sum + value));

    private sealed class Meters : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Action<string, double> _add;

        public Meters(Action<string, double> add)
        {
            _add = add;
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == KafkaDiagnostics.MeterName)
                {
                    Instruments.Add(instrument.Name);
                    self.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public List<string> Instruments { get; } = [];

        public void RecordObservableInstruments() => _listener.RecordObservableInstruments();

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = instrument.Name;
            foreach (var tag in tags)
            {
                name += $" {tag.Key}={tag.Value}";
            }

            _add(name, value);
        }
    }
}
