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

    /// <summary>
    /// What the names of consumer groups begin with besides <see cref="KafkaOptions.NamePrefix"/>, for systems that share their topics: two
    /// systems in one group would take each other's events away. The same characters, and length, as there. Default: empty.
    /// </summary>
    public string GroupPrefix { get; set; } = string.Empty;

    /// <summary>
    /// The CloudEvents sources whose events are applied besides those of <see cref="KafkaOptions.Source"/>: the names that this system has
    /// had before, or other systems that it follows. An event of any other source is kept apart, as an unreadable message, and not applied;
    /// it is logged once for each source, counted, and makes the health check degraded. Default: none.
    /// </summary>
    public IList<string> Sources { get; } = [];

    /// <summary>
    /// How many events of each other source a group keeps apart since the start of the process, 0 to 1,000,000. Those after them are passed
    /// over, and counted all the same: a stranger who writes much fills no database. Default: 1,000.
    /// </summary>
    public int MaxForeignEvents { get; set; } = 1_000;

    /// <summary>
    /// The CloudEvents sources whose events are passed over: other systems with which topics are shared on purpose. They are counted, and
    /// not kept. Default: none.
    /// </summary>
    public IList<string> IgnoredSources { get; } = [];

    /// <summary>
    /// Whether a process that has no outbox reads the topics a second time, from their beginning, a few seconds behind its consumer group,
    /// and compares what they hold with its projections: so a read database that was put back to an older state, or whose group was moved,
    /// becomes complete by itself. Each projection then costs as much reading again. A process with an outbox takes that as its history.
    /// Default: <see langword="true"/>.
    /// </summary>
    public bool ReadsHistory { get; set; } = true;
}
