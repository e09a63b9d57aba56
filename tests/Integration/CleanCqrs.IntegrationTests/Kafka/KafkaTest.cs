using System.Text;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Kafka;
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

    private readonly List<KafkaTransport> _transports = [];

    protected KafkaTest()
    {
        Cluster.CreateTopic(Topic, Partitions, 1);
        Cluster.CreateTopic(OtherTopic, Partitions, 1);
        KafkaOptions = new KafkaOptions { BootstrapServers = Cluster.BootstrapServers, DeliveryTimeout = TimeSpan.FromSeconds(4), Source = "/bank" };
        KafkaOptions.Consumer.CommitInterval = TimeSpan.FromMilliseconds(50);
        KafkaOptions.Consumer.SessionTimeout = TimeSpan.FromSeconds(2);
        KafkaOptions.Consumer.Redelivery.FirstDelay = TimeSpan.FromMilliseconds(1);
        KafkaOptions.Settings["reconnect.backoff.max.ms"] = "100";
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected MockKafkaCluster Cluster { get; } = MockKafkaCluster.Start();

    protected KafkaOptions KafkaOptions { get; }

    protected RecordedLog Log { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_transports.Select(transport => transport.DisposeAsync().AsTask()));
        Cluster.Dispose();
        GC.SuppressFinalize(this);
    }

    protected KafkaTransport Connect()
    {
        var transport = new KafkaTransport(
            Options.Create(KafkaOptions), TimeProvider.System, LoggerFactory.Create(logging => logging.AddProvider(Log)).CreateLogger<KafkaTransport>());
        _transports.Add(transport);
        return transport;
    }

    protected static EventEnvelope EventOf(string stream, long version, string topic = Topic) => new(
        Guid.CreateVersion7(), "bank.accounts.opened.v1", topic, stream, version, DateTimeOffset.UnixEpoch, "{\"owner\":\"Ada\"}"u8.ToArray());

    protected static Task<IAsyncDisposable> SubscribeAsync(
        KafkaTransport transport,
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

    protected static string TextOf(Message<byte[], byte[]> message, string header) => Encoding.UTF8.GetString(message.Headers.GetLastBytes(header));
}
