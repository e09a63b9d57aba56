namespace CleanCqrs.Kafka;

/// <summary>How events travel through Kafka; the section <c>Kafka</c> of the configuration.</summary>
public sealed class KafkaOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Kafka";

    /// <summary>Brokers to ask for the others, as <c>host:port,host:port</c>. Required.</summary>
    public string BootstrapServers { get; set; } = string.Empty;

    /// <summary>The name of this program in the logs and quotas of the brokers. Default: <c>cleancqrs</c>.</summary>
    public string ClientId { get; set; } = "cleancqrs";

    /// <summary>The CloudEvents <c>source</c> of what is published: a URI reference that names the system. Default: <c>/cleancqrs</c>.</summary>
    public string Source { get; set; } = "/cleancqrs";

    /// <summary>
    /// How long publishing a batch may take, from 1 second to 5 minutes. Default: 10 seconds. What has no acknowledgement by then has failed for now, and nothing
    /// of it leaves this process any more.
    /// </summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the producer waits for company before it sends messages to a broker, from zero to 1 second. Default: 1 millisecond.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// The largest message, in bytes with key and headers, from 1,000 to 1,000,000,000. Default: 1,000,000, which fits brokers that were left at their own
    /// defaults. A larger event is rejected for good.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 1_000_000;

    /// <summary>Publishing in Kafka transactions. Default: off.</summary>
    public KafkaTransactionOptions Transactions { get; set; } = new();

    /// <summary>How consumer groups receive.</summary>
    public KafkaConsumerOptions Consumer { get; set; } = new();

    /// <summary>What becomes of topics that do not exist.</summary>
    public KafkaTopicOptions Topics { get; set; } = new();

    /// <summary>How brokers are recognised, and how this program proves who it is. Default: neither.</summary>
    public KafkaSecurityOptions Security { get; set; } = new();

    /// <summary>
    /// Further settings of librdkafka for every client, by their names there: <c>socket.keepalive.enable</c>. Settings on which the promises of the transport
    /// rest are refused.
    /// </summary>
    /// <remarks>The names: https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md.</remarks>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Further settings of librdkafka for the producer only: <c>compression.type</c>.</summary>
    public Dictionary<string, string> ProducerSettings { get; } = new(StringComparer.Ordinal);

    /// <summary>Further settings of librdkafka for consumers only: <c>fetch.min.bytes</c>.</summary>
    public Dictionary<string, string> ConsumerSettings { get; } = new(StringComparer.Ordinal);
}
