using System.Globalization;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Configuration;

/// <summary>The settings of each kind of native client: what the transport decides, then what the operator has set.</summary>
internal static class ClientSettings
{
    public static ProducerConfig ForProducer(KafkaOptions options, string? transactionalId = null)
    {
        var config = new ProducerConfig
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            // A chain sends its next event after the acknowledgement of the one before: waiting longer for company would slow each step
            // down.
            LingerMs = 1,
            // The other half is for what waits for its predecessor in the stream before it is given to librdkafka.
            MessageTimeoutMs = Milliseconds(options.DeliveryTimeout / 2),
            // As the Java clients do it: every producer puts a key into the same partition.
            Partitioner = Partitioner.Murmur2Random,
            AllowAutoCreateTopics = false,
        };
        var propagation = Math.Min(5_000, Milliseconds(options.DeliveryTimeout / 4));
        config.Set("topic.metadata.propagation.max.ms", propagation.ToString(CultureInfo.InvariantCulture));
        if (transactionalId is not null)
        {
            config.TransactionalId = transactionalId;
            config.TransactionTimeoutMs = Milliseconds(options.DeliveryTimeout);
        }

        Apply(config, options);
        return config;
    }

    public static ConsumerConfig ForConsumer(KafkaOptions options, string group)
    {
        var config = new ConsumerConfig
        {
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoOffsetStore = false,
            EnableAutoCommit = true,
            // A crash repeats what was handled since the last commit, and the read model drops it: one commit a second costs next to
            // nothing.
            AutoCommitIntervalMs = 1_000,
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            // For so long the partitions of a member that has vanished stand still. By default brokers allow no less than 6 seconds.
            SessionTimeoutMs = 10_000,
            // librdkafka's own 64 MiB would come on top of what the lanes hold.
            QueuedMaxMessagesKbytes = 16 * 1024,
            // A consumer whose queue was full fetches again as soon as there is room, and not a second later.
            FetchQueueBackoffMs = 10,
            // A topic that is created, or grows, while the group is subscribed to it.
            TopicMetadataRefreshIntervalMs = 10_000,
        };
        Apply(config, options);
        return config;
    }

    public static ConsumerConfig ForHistory(KafkaOptions options)
    {
        // librdkafka asks for a group also of who joins none.
        var config = ForConsumer(options, new WireNames(options).GroupOf("history"));
        config.EnableAutoCommit = false;
        // A page is read, and then worked on: more than the next one need not wait here.
        config.QueuedMaxMessagesKbytes = 4 * 1024;
        return config;
    }

    public static AdminClientConfig ForAdmin(KafkaOptions options)
    {
        var config = new AdminClientConfig();
        Apply(config, options);
        return config;
    }

    /// <summary>The settings of the operator by librdkafka's names, also those that came with underscores from the environment.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ByName(KafkaOptions options) =>
        options.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace('_', '.'), setting.Value));

    private static void Apply(ClientConfig config, KafkaOptions options)
    {
        config.BootstrapServers = options.BootstrapServers;
        config.ClientId = "cleancqrs";
        foreach (var (name, value) in ByName(options))
        {
            config.Set(name, value);
        }
    }

    private static int Milliseconds(TimeSpan time) => (int)time.TotalMilliseconds;
}
