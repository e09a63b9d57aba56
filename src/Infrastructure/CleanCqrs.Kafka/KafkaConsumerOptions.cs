using CleanCqrs.Application;

namespace CleanCqrs.Kafka;

/// <summary>How consumer groups receive.</summary>
public sealed class KafkaConsumerOptions
{
    /// <summary>
    /// In how many lanes partitions are handled at the same time, from 1 to 64. Default: 4. Partitions with the same number share a lane, whatever their topic, so
    /// that the events of one stream meet there.
    /// </summary>
    public int Lanes { get; set; } = 4;

    /// <summary>The most events that are handled together, from 1 to 10,000. Default: 500.</summary>
    public int BatchSize { get; set; } = 500;

    /// <summary>The most bytes of payload that are handled together, unless one event alone is larger; 1 or more. Default: 4 MiB.</summary>
    public int BatchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// How long a batch that is not full waits for company, from zero to 1 minute. Default: zero, for the freshest read model; under load batches fill anyway
    /// while the one before them is handled.
    /// </summary>
    public TimeSpan BatchWait { get; set; } = TimeSpan.Zero;

    /// <summary>How many events may wait in a lane before its partitions are paused, 1 or more. Default: 5,000.</summary>
    public int BufferedEvents { get; set; } = 5_000;

    /// <summary>How many bytes of payload may wait in a lane before its partitions are paused, 1 or more. Default: 16 MiB.</summary>
    public int BufferedBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>When a batch whose handler has failed is handed over again. Default: after 100 milliseconds, doubling up to 30 seconds.</summary>
    public RetrySchedule Redelivery { get; set; } = new() { FirstDelay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(30) };

    /// <summary>
    /// How long a partition that moves to another member waits here for the batch under way, from zero to 5 minutes. Default: 10 seconds. A batch that takes longer
    /// is abandoned, and delivered again by the new owner.
    /// </summary>
    public TimeSpan RevocationWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often finished work is committed to the group, from 10 milliseconds to 1 minute. Default: 1 second. A crash repeats what was done since.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without a heartbeat the group counts this member as dead, from 1 second to 5 minutes. Default: 10 seconds.</summary>
    /// <remarks>The brokers set limits of their own: <c>group.min.session.timeout.ms</c> is 6 seconds unless changed.</remarks>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
