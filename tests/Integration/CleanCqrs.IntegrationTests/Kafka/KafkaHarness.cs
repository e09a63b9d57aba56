using System.Globalization;
using System.Text;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.KafkaCluster;
using CleanCqrs.Testing.Transport;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>
/// A cluster of its own for each test, with short times, so that a lost member is soon missed; or the real broker of this machine.
/// </summary>
internal sealed class KafkaHarness : ITransportHarness
{
    private const int Partitions = 4;
    private const int MaxMessageBytes = 200_000;
    private const int FetchWaitMs = 10;

    private readonly IKafkaCluster _cluster;
    private readonly KafkaOptions _options;
    private readonly List<KafkaTransport> _transports = [];

    private KafkaHarness(IKafkaCluster cluster, KafkaOptions options) => (_cluster, _options) = (cluster, options);

    public TransportCapabilities Capabilities => new()
    {
        BrokerCanStop = _cluster.CanInjectFaults,
        // Brokers answer for their partitions one by one.
        OrdersAcrossTopics = false,
        // The rest is for key and headers.
        MaxPayloadBytes = MaxMessageBytes - 1_000,
    };

    public string Topic { get; } = KafkaNames.Unique("bank.accounts.opened");

    public string OtherTopic { get; } = KafkaNames.Unique("bank.accounts.closed");

    public static async Task<ITransportHarness> StartAsync(Action<KafkaOptions>? configure = null)
    {
        var cluster = await KafkaClusterFixture.StartAsync();
        var harness = new KafkaHarness(cluster, OptionsFor(cluster));
        configure?.Invoke(harness._options);
        await cluster.CreateTopicAsync(harness.Topic, Partitions);
        await cluster.CreateTopicAsync(harness.OtherTopic, Partitions);
        return harness;
    }

    public IEventTransport Connect()
    {
        var options = Options.Create(_options);
        var clients = new KafkaClients(options, NullLogger<KafkaClients>.Instance);
        var transport = new KafkaTransport(clients, options, TimeProvider.System, NullLogger<KafkaTransport>.Instance);
        _transports.Add(transport);
        return transport;
    }

    public Task LoseAsync(IEventTransport transport) => Task.Run(((KafkaTransport)transport).Abandon);

    public Task StopBrokerAsync() => Task.Run(_cluster.Faults.SetAllDown);

    public Task StartBrokerAsync() => Task.Run(_cluster.Faults.SetAllUp);

    public Task<IReadOnlyList<EventEnvelope>> ReadLogAsync(string topic) => Task.Run<IReadOnlyList<EventEnvelope>>(() =>
        [.. PlainConsumer.Read(_cluster.BootstrapServers, [topic], TestContext.Current.CancellationToken).Select(EventOf)]);

    public async Task<LogPosition> PublishForeignAsync(
        string topic, byte[]? key, byte[]? value, IReadOnlyList<KeyValuePair<string, byte[]>> headers)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = _cluster.BootstrapServers })
            .SetLogHandler((_, _) => { })
            .Build();
        var message = new Message<byte[]?, byte[]?> { Key = key, Value = value, Headers = [] };
        headers.ToList().ForEach(header => message.Headers.Add(header.Key, header.Value));
        var report = await producer.ProduceAsync(topic, message);
        return new LogPosition(report.Topic, report.Partition.Value, report.Offset.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_transports.Select(transport => transport.DisposeAsync().AsTask()));
        await _cluster.DisposeAsync();
    }

    private static KafkaOptions OptionsFor(IKafkaCluster cluster)
    {
        var options = new KafkaOptions
        {
            BootstrapServers = cluster.BootstrapServers,
            DeliveryTimeout = TimeSpan.FromSeconds(3),
        };
        options.Settings["message.max.bytes"] = MaxMessageBytes.ToString(CultureInfo.InvariantCulture);
        options.Settings["auto.commit.interval.ms"] = "100";
        // A real broker allows no less.
        options.Settings["session.timeout.ms"] = cluster.CanInjectFaults ? "2000" : "6000";
        options.Settings["heartbeat.interval.ms"] = "500";
        options.Settings["reconnect.backoff.max.ms"] = "100";
        // The mock cluster answers a fetch that finds nothing when its time is over, and not when something arrives.
        options.Settings["fetch.wait.max.ms"] = FetchWaitMs.ToString(CultureInfo.InvariantCulture);
        return options;
    }

    // By its headers alone, as a program without this library would read it.
    private static EventEnvelope EventOf(ConsumeResult<byte[], byte[]> result)
    {
        string Header(string name) => Encoding.UTF8.GetString(result.Message.Headers.GetLastBytes(name));
        return new EventEnvelope(
            Guid.Parse(Header("ce_id")),
            Header("ce_type"),
            result.Topic,
            Encoding.UTF8.GetString(result.Message.Key),
            long.Parse(Header("ce_sequence"), CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(Header("ce_time"), CultureInfo.InvariantCulture),
            result.Message.Value);
    }
}
