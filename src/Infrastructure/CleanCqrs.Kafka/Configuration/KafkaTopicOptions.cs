namespace CleanCqrs.Kafka.Configuration;

/// <summary>What becomes of topics that do not exist when the host starts.</summary>
public sealed class KafkaTopicOptions
{
    private int? _partitions;

    /// <summary>Whether missing topics are created. Default: no; the start then fails with a sentence that names them.</summary>
    public bool Create { get; set; }

    /// <summary>
    /// The number of partitions of a created topic, from 1 to 10,000. Default: 12. Choose once: adding partitions later moves keys, so the
    /// start warns of a topic that has another number, when this is set or topics are created.
    /// </summary>
    public int Partitions
    {
        get => _partitions ?? 12;
        set => _partitions = value;
    }

    /// <summary>The number of copies of a created topic, 1 or more, or -1 for the default of the brokers. Default: -1.</summary>
    public short ReplicationFactor { get; set; } = -1;

    /// <summary>Whether the number of partitions says something about topics that exist.</summary>
    internal bool ExpectsPartitions => Create || _partitions is not null;
}
