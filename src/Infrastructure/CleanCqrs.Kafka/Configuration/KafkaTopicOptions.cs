namespace CleanCqrs.Kafka.Configuration;

/// <summary>What becomes of topics that do not exist when the host starts.</summary>
public sealed class KafkaTopicOptions
{
    /// <summary>Whether missing topics are created. Default: no; the start then fails with a sentence that names them.</summary>
    public bool Create { get; set; }

    /// <summary>
    /// The number of partitions of a created topic, from 1 to 10,000. Default: 12. Choose once: adding partitions later moves keys.
    /// </summary>
    public int Partitions { get; set; } = 12;

    /// <summary>The number of copies of a created topic, 1 or more, or -1 for the default of the brokers. Default: -1.</summary>
    public short ReplicationFactor { get; set; } = -1;
}
