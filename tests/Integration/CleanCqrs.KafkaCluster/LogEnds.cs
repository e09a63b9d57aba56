using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace CleanCqrs.KafkaCluster;

/// <summary>Says where the logs of topics end at the moment.</summary>
public sealed class LogEnds(string bootstrapServers) : IDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    private readonly IAdminClient _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers })
        .SetLogHandler((_, _) => { }).Build();
    private readonly Dictionary<string, List<TopicPartitionOffsetSpec>> _partitions = [];

    /// <summary>The ends of all partitions: those of a topic are read when those of the topic before it are known.</summary>
    public async Task<IReadOnlyDictionary<TopicPartition, long>> ReadAsync(IReadOnlyList<string> topics)
    {
        var ends = new Dictionary<TopicPartition, long>();
        foreach (var topic in topics)
        {
            var found = await _admin.ListOffsetsAsync(PartitionsOf(topic), new ListOffsetsOptions { RequestTimeout = _timeout });
            found.ResultInfos.ForEach(
                info => ends.Add(info.TopicPartitionOffsetError.TopicPartition, info.TopicPartitionOffsetError.Offset.Value));
        }

        return ends;
    }

    public void Dispose() => _admin.Dispose();

    private List<TopicPartitionOffsetSpec> PartitionsOf(string topic)
    {
        if (!_partitions.TryGetValue(topic, out var partitions))
        {
            partitions = [.. from partition in _admin.GetMetadata(topic, _timeout).Topics.Single().Partitions
                             select new TopicPartitionOffsetSpec
                             {
                                 TopicPartition = new TopicPartition(topic, partition.PartitionId),
                                 OffsetSpec = OffsetSpec.Latest(),
                             }];
            _partitions.Add(topic, partitions);
        }

        return partitions;
    }
}
