namespace CleanCqrs.Kafka.Configuration;

/// <summary>How events travel through Kafka; the section <c>Kafka</c> of the configuration.</summary>
public sealed class KafkaOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Kafka";

    /// <summary>The source of a system that has not named itself.</summary>
    internal const string DefaultSource = "/cleancqrs";

    /// <summary>Brokers to ask for the others, as <c>host:port,host:port</c>. Required.</summary>
    public string BootstrapServers { get; set; } = string.Empty;

    /// <summary>
    /// What the names of all topics, consumer groups and transactional ids of this system begin with on the cluster, so that several
    /// systems, or several copies of one, may share it: at most 49 letters, digits, dots, underscores and hyphens. Programs of one system
    /// need the same. Default: empty; topics and groups have the names of their events and projections.
    /// </summary>
    public string NamePrefix { get; set; } = string.Empty;

    /// <summary>
    /// The CloudEvents <c>source</c> of what is published: a URI reference that names the system, the same in all of its programs. An event
    /// of another source is not applied: see <see cref="KafkaConsumerOptions.Sources"/>. Default: <c>/cleancqrs</c>, which can't tell this
    /// system from another one that leaves it, too.
    /// </summary>
    public string Source { get; set; } = DefaultSource;

    /// <summary>
    /// How long publishing a batch may take, from 1 second to 5 minutes. Default: 10 seconds. What has no acknowledgement by then has
    /// failed for now, and nothing of it leaves this process any more.
    /// </summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// When set, each batch is published in a transaction per bucket range: it appears as a whole, and the broker fences off a stalled
    /// relay. This is the beginning of every <c>transactional.id</c>; the bucket range follows. It must be the same in all relay instances
    /// of one outbox, and differ from that of every other outbox on the cluster. Default: none, and no transactions; they cost a few round
    /// trips per batch and bucket range.
    /// </summary>
    public string? TransactionalIdPrefix { get; set; }

    /// <summary>How consumer groups receive.</summary>
    public KafkaConsumerOptions Consumer { get; set; } = new();

    /// <summary>What becomes of topics that do not exist.</summary>
    public KafkaTopicOptions Topics { get; set; } = new();

    /// <summary>
    /// Settings of librdkafka by their names there: <c>security.protocol</c>, <c>sasl.username</c>, <c>client.id</c>,
    /// <c>compression.type</c>. Each client takes those that concern it. A setting on which the promises of the transport rest is refused.
    /// Where the name of a variable can't contain a dot, an underscore stands for it: <c>Kafka__Settings__sasl_password</c>. Secrets
    /// appear in no log and in no error. Default: none.
    /// </summary>
    /// <remarks>The names: https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md.</remarks>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);
}
