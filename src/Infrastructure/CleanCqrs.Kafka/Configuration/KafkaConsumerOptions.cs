namespace CleanCqrs.Kafka.Configuration;

/// <summary>How consumer groups receive.</summary>
public sealed class KafkaConsumerOptions
{
    /// <summary>
    /// In how many lanes partitions are handled at the same time, from 1 to 64. Default: 4. Partitions with the same number share a lane,
    /// whatever their topic, so that the events of one stream meet there.
    /// </summary>
    public int Lanes { get; set; } = 4;

    /// <summary>The most events that are handled together, from 1 to 10,000. Default: 500.</summary>
    public int BatchSize { get; set; } = 500;
}
