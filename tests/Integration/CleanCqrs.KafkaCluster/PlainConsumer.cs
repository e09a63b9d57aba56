using Confluent.Kafka;

namespace CleanCqrs.KafkaCluster;

/// <summary>Looks at a cluster as a program without CleanCqrs would.</summary>
public static class PlainConsumer
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    /// <summary>Everything that is in some topics, those of each partition in their order.</summary>
    public static IReadOnlyList<ConsumeResult<byte[], byte[]>> Read(
        string bootstrapServers, IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        using var consumer = Build(bootstrapServers, KafkaNames.Unique("reader"));
        var partitions = PartitionsOf(bootstrapServers, topics);
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var messages = new List<ConsumeResult<byte[], byte[]>>();
        for (var open = partitions.Count; open > 0;)
        {
            var result = consumer.Consume(cancellationToken);
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                messages.Add(result);
            }
        }

        return messages;
    }

    /// <summary>How far a group has come in each partition, and where the log of each ends.</summary>
    public static IReadOnlyList<(TopicPartition Partition, long Committed, long End)> Progress(
        string bootstrapServers, string group, IReadOnlyList<string> topics)
    {
        using var consumer = Build(bootstrapServers, group);
        return
        [
            .. from item in consumer.Committed(PartitionsOf(bootstrapServers, topics), _timeout)
               let end = consumer.QueryWatermarkOffsets(item.TopicPartition, _timeout).High.Value
               select (item.TopicPartition, item.Offset.Value, end),
        ];
    }

    private static IConsumer<byte[], byte[]> Build(string bootstrapServers, string group) =>
        new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = group,
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 10,
        }).SetLogHandler((_, _) => { }).Build();

    private static List<TopicPartition> PartitionsOf(string bootstrapServers, IReadOnlyList<string> topics)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).SetLogHandler((_, _) => { })
            .Build();
        return
        [
            .. from topic in topics
               from partition in admin.GetMetadata(topic, _timeout).Topics.Single().Partitions
               select new TopicPartition(topic, partition.PartitionId),
        ];
    }
}
