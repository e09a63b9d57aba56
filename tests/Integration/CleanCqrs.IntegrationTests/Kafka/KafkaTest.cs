using System.Text;
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

/// <summary>A transport on a mock cluster that each test may break.</summary>
public abstract class KafkaTest : IAsyncDisposable
{
    protected const string Topic = "bank.accounts.opened";
    protected const string OtherTopic = "bank.accounts.closed";
    protected const int Partitions = 4;

    private readonly ILoggerFactory _loggers;
    private readonly List<KafkaTransport> _transports = [];

    protected KafkaTest()
    {
        Cluster.CreateTopic(Topic, Partitions, 1);
        Cluster.CreateTopic(OtherTopic, Partitions, 1);
        KafkaOptions = new KafkaOptions
        {
            BootstrapServers = Cluster.BootstrapServers,
            DeliveryTimeout = TimeSpan.FromSeconds(4),
            Source = "/bank",
        };
        KafkaOptions.Settings["auto.commit.interval.ms"] = "50";
        KafkaOptions.Settings["session.timeout.ms"] = "2000";
        KafkaOptions.Settings["heartbeat.interval.ms"] = "500";
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log));
        KafkaOptions.Settings["reconnect.backoff.max.ms"] = "100";
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected MockKafkaCluster Cluster { get; } = MockKafkaCluster.Start();

    protected KafkaOptions KafkaOptions { get; }

    private protected ConsumerLimits Limits { get; set; } = new();

    protected RecordedLog Log { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_transports.Select(transport => transport.DisposeAsync().AsTask()));
        Cluster.Dispose();
        _loggers.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected KafkaTransport Connect()
    {
        var options = Options.Create(KafkaOptions);
        var clients = new KafkaClients(options, _loggers.CreateLogger<KafkaClients>());
        var transport = new KafkaTransport(clients, options, TimeProvider.System, _loggers.CreateLogger<KafkaTransport>())
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
        [.. PlainConsumer.Read(Cluster.BootstrapServers, [topic], Token).Select(result => result.Message)];

    /// <summary>How far the group has come in each partition, and where the log of each ends.</summary>
    protected IReadOnlyList<(TopicPartition Partition, long Committed, long End)> Progress() =>
        PlainConsumer.Progress(Cluster.BootstrapServers, "group", [Topic, OtherTopic]);

    protected static string TextOf(Message<byte[], byte[]> message, string header) =>
        Encoding.UTF8.GetString(message.Headers.GetLastBytes(header));
}
