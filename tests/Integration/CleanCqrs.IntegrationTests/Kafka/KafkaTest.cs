using System.Text;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Kafka;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Consuming;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.IntegrationTests.Kafka;

/// <summary>
/// A transport on a mock cluster that each test may break; or on the real broker of this machine, with topics and groups of its own.
/// </summary>
public abstract class KafkaTest : IAsyncLifetime
{
    protected const string Topic = "bank.accounts.opened";
    protected const string OtherTopic = "bank.accounts.closed";
    protected const int Partitions = 4;

    private readonly ILoggerFactory _loggers;
    private readonly List<KafkaTransport> _transports = [];

    protected KafkaTest()
    {
        Prefix = $"{KafkaNames.Unique("run")}.";
        KafkaOptions = new KafkaOptions
        {
            BootstrapServers = Cluster.BootstrapServers,
            DeliveryTimeout = TimeSpan.FromSeconds(4),
            Source = "/bank",
            NamePrefix = Prefix,
        };
        KafkaOptions.Settings["auto.commit.interval.ms"] = "50";
        // By default a real broker allows no less.
        KafkaOptions.Settings["session.timeout.ms"] = Cluster.CanInjectFaults ? "2000" : "6000";
        KafkaOptions.Settings["heartbeat.interval.ms"] = "500";
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log));
        KafkaOptions.Settings["reconnect.backoff.max.ms"] = "100";
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IKafkaCluster Cluster { get; } = KafkaClusterFixture.Start();

    /// <summary>The same for tests that break it. They say so: on a real broker they are skipped.</summary>
    protected MockKafkaCluster Breakable
    {
        get
        {
            Assert.SkipUnless(
                Cluster.CanInjectFaults,
                $"This test breaks brokers on demand, which only the mock cluster allows: unset {KafkaClusterFixture.RealBroker}.");
            return Cluster.Faults;
        }
    }

    /// <summary>What everything of this test begins with on the cluster.</summary>
    protected string Prefix { get; }

    protected KafkaOptions KafkaOptions { get; }

    private protected ConsumerLimits Limits { get; set; } = new();

    protected RecordedLog Log { get; } = new();

    public virtual async ValueTask InitializeAsync()
    {
        await Cluster.CreateTopicAsync(Prefix + Topic, Partitions);
        await Cluster.CreateTopicAsync(Prefix + OtherTopic, Partitions);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_transports.Select(transport => transport.DisposeAsync().AsTask()));
        await Cluster.DisposeAsync();
        _loggers.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected KafkaTransport Connect(
        IBucketLeases? leases = null, Func<IProducer<byte[], byte[]>, string, IProducer<byte[], byte[]>>? wrap = null)
    {
        var options = Options.Create(KafkaOptions);
        var clients = new KafkaClients(options, _loggers.CreateLogger<KafkaClients>()) { Wrap = wrap ?? ((producer, _) => producer) };
        var transport = new KafkaTransport(clients, options, TimeProvider.System, _loggers.CreateLogger<KafkaTransport>(), leases)
        {
            Limits = Limits,
        };
        _transports.Add(transport);
        return transport;
    }

    protected static EventEnvelope EventOf(string stream, long version, string topic = Topic) => new(
        Guid.CreateVersion7(),
        "bank.accounts.opened.v1",
        topic,
        stream,
        version,
        DateTimeOffset.UnixEpoch,
        "{\"owner\":\"Ada\"}"u8.ToArray());

    protected static Task<IAsyncDisposable> SubscribeAsync(
        IEventTransport transport,
        Func<IReadOnlyList<EventEnvelope>, CancellationToken, Task> handler,
        Func<IReadOnlyList<UnreadableMessage>, CancellationToken, Task>? unreadable = null) =>
        transport.SubscribeAsync(
            new TransportSubscription("group", [Topic, OtherTopic], handler, unreadable ?? ((messages, _) =>
                throw new InvalidOperationException($"{messages[0].Position} can't be read: {messages[0].Error}"))),
            Token);

    /// <summary>Everything that a plain consumer finds in a topic.</summary>
    protected List<Message<byte[], byte[]>> ReadLog(string topic = Topic) =>
        [.. PlainConsumer.Read(Cluster.BootstrapServers, [Prefix + topic], Token).Select(result => result.Message)];

    /// <summary>How far the group has come in each partition, and where the log of each ends.</summary>
    protected IReadOnlyList<(TopicPartition Partition, long Committed, long End)> Progress() =>
        PlainConsumer.Progress(Cluster.BootstrapServers, $"{Prefix}group", [Prefix + Topic, Prefix + OtherTopic]);

    protected static string TextOf(Message<byte[], byte[]> message, string header) =>
        Encoding.UTF8.GetString(message.Headers.GetLastBytes(header));
}
