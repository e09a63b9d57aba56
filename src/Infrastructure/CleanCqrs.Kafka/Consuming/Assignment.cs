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
        Report(LogLevel.Information, "assigned", "Group {Group} gets {Partitions}", partitions);
        _partitions = _partitions.SetItems(partitions.Select(partition =>
            KeyValuePair.Create(partition, new AssignedPartition(partition, lanes[partition.Partition.Value % lanes.Count], consumer))));
    }

    /// <summary>The batches under way may end and be stored; what takes too long is abandoned, and the next owner gets it again.</summary>
    public void Revoke(IReadOnlyList<TopicPartition> partitions)
    {
        Report(LogLevel.Information, "revoked", "Group {Group} gives back {Partitions}", partitions);
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
        Report(LogLevel.Warning, "lost", "Group {Group} has lost {Partitions}", partitions);
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

    private void Report(LogLevel level, string kind, string message, IReadOnlyList<TopicPartition> partitions)
    {
        KafkaMetrics.Rebalances.Add(1, new(Attributes.Group, group), new(Attributes.Rebalance, kind));
#pragma warning disable CA2254 // Each of the three messages is a constant.
        logger.Log(level, message, group, string.Join(", ", partitions.Select(item => $"{item.Topic}[{item.Partition.Value}]")));
#pragma warning restore CA2254
    }
}
