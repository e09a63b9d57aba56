using System.Collections.Immutable;
using CleanCqrs.Kafka.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Consuming;

/// <summary>Which partitions this member has. The thread that polls changes it, and others may look at it.</summary>
internal sealed class Assignment(string group, IReadOnlyList<Lane> lanes, TimeSpan revocationWait, ILogger logger)
{
    private volatile ImmutableDictionary<TopicPartition, AssignedPartition> _partitions =
        ImmutableDictionary<TopicPartition, AssignedPartition>.Empty;

    public IEnumerable<AssignedPartition> Partitions => _partitions.Values;

    public AssignedPartition? Find(TopicPartition partition) => _partitions.GetValueOrDefault(partition);

    public void Assign(IConsumer<byte[], byte[]> consumer, IReadOnlyList<TopicPartition> partitions)
    {
        logger.PartitionsAssigned(group, Count("assigned", partitions));
        _partitions = _partitions.SetItems(partitions.Select(partition =>
            KeyValuePair.Create(partition, new AssignedPartition(partition, lanes[partition.Partition.Value % lanes.Count], consumer))));
    }

    /// <summary>The batches under way may end and be stored; what takes too long is abandoned, and the next owner gets it again.</summary>
    public void Revoke(IReadOnlyList<TopicPartition> partitions)
    {
        logger.PartitionsRevoked(group, Count("revoked", partitions));
        var going = Remove(partitions);
        if (Task.WhenAll(going.Select(partition => partition.GoAsync())).Wait(revocationWait))
        {
            going.ForEach(partition => partition.Abandon());
        }
        else
        {
            AbandonWithBatches(going);
        }
    }

    /// <summary>The group has taken this member for dead: others have the partitions already.</summary>
    public void Lose(IReadOnlyList<TopicPartition> partitions)
    {
        logger.PartitionsLost(group, Count("lost", partitions));
        AbandonWithBatches(Remove(partitions));
    }

    /// <summary>Nothing more is stored, whatever is under way.</summary>
    public void Abandon() => AbandonWithBatches([.. Interlocked.Exchange(ref _partitions, _partitions.Clear()).Values]);

    private static void AbandonWithBatches(List<AssignedPartition> partitions)
    {
        partitions.ForEach(partition => partition.Abandon());
        foreach (var lane in partitions.Select(partition => partition.Lane).Distinct())
        {
            lane.AbandonBatch();
        }
    }

    private List<AssignedPartition> Remove(IReadOnlyList<TopicPartition> partitions)
    {
        var removed = partitions.Select(Find).OfType<AssignedPartition>().ToList();
        _partitions = _partitions.RemoveRange(partitions);
        return removed;
    }

    /// <returns>The partitions, as the log names them.</returns>
    private string Count(string kind, IReadOnlyList<TopicPartition> partitions)
    {
        KafkaMetrics.Rebalances.Add(1, new(Attributes.Group, group), new(Attributes.Rebalance, kind));
        return string.Join(", ", partitions.Select(item => $"{item.Topic}[{item.Partition.Value}]"));
    }
}
