namespace CleanCqrs.Kafka;

/// <summary>How a topic is cleaned: its <c>cleanup.policy</c>.</summary>
public enum KafkaCleanupPolicy
{
    /// <summary>Old messages go after the retention time.</summary>
    Delete,

    /// <summary>The last message of each key stays: only for topics whose last event says everything.</summary>
    Compact,
}
