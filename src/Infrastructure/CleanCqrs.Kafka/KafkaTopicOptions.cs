namespace CleanCqrs.Kafka;

/// <summary>What becomes of topics that do not exist when the host starts.</summary>
public sealed class KafkaTopicOptions
{
    /// <summary>Whether missing topics are created. Default: no; the start then fails with a sentence that names them.</summary>
    public bool Create { get; set; }

    /// <summary>The number of partitions of a created topic, from 1 to 10,000. Default: 12. Choose once: adding partitions later moves keys.</summary>
    public int Partitions { get; set; } = 12;

    /// <summary>The number of copies of a created topic, 1 or more, or -1 for the default of the brokers. Default: -1.</summary>
    public short ReplicationFactor { get; set; } = -1;

    /// <summary>How long a created topic keeps messages; <see langword="null"/> for the default of the brokers, a negative time for ever. Default: <see langword="null"/>.</summary>
    public TimeSpan? Retention { get; set; }

    /// <summary>How a created topic is cleaned. Default: <see cref="KafkaCleanupPolicy.Delete"/>.</summary>
    public KafkaCleanupPolicy CleanupPolicy { get; set; } = KafkaCleanupPolicy.Delete;

    /// <summary>
    /// How long the start waits for the brokers to tell about topics, from 1 second to 5 minutes. Default: 5 seconds. When they do not answer the host starts
    /// nevertheless, and looks again until they do.
    /// </summary>
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
