using System.Globalization;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Translates the options into the configuration of native clients.</summary>
internal static class KafkaClients
{
    public static ProducerConfig ForProducer(KafkaOptions options, string? transactionalId = null)
    {
        var config = new ProducerConfig
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = options.Linger.TotalMilliseconds,
            // The other half is for what waits for its predecessor in the stream before it is given to librdkafka.
            MessageTimeoutMs = Milliseconds(options.DeliveryTimeout / 2),
            MessageMaxBytes = options.MaxMessageBytes,
            // As the Java clients do it: every producer puts a key into the same partition.
            Partitioner = Partitioner.Murmur2Random,
            AllowAutoCreateTopics = false,
        };
        config.Set("topic.metadata.propagation.max.ms", Number(Math.Min(5_000, Milliseconds(options.DeliveryTimeout / 4))));
        if (transactionalId is not null)
        {
            config.TransactionalId = transactionalId;
            config.TransactionTimeoutMs = Milliseconds(options.DeliveryTimeout);
        }

        Apply(config, options, options.ProducerSettings);
        return config;
    }

    public static ConsumerConfig ForConsumer(KafkaOptions options, string group)
    {
        var config = new ConsumerConfig
        {
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoOffsetStore = false,
            EnableAutoCommit = true,
            AutoCommitIntervalMs = Milliseconds(options.Consumer.CommitInterval),
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            SessionTimeoutMs = Milliseconds(options.Consumer.SessionTimeout),
            HeartbeatIntervalMs = Milliseconds(options.Consumer.SessionTimeout / 4),
            // The thread that polls never handles anything: it only stands still while a revocation waits.
            MaxPollIntervalMs = Math.Max(300_000, Milliseconds((options.Consumer.RevocationWait * 2) + options.Consumer.SessionTimeout)),
            QueuedMaxMessagesKbytes = 16 * 1024,
            FetchQueueBackoffMs = 10,
            // A topic that is created, or grows, while the group is subscribed to it.
            TopicMetadataRefreshIntervalMs = 10_000,
        };
        Apply(config, options, options.ConsumerSettings);
        return config;
    }

    public static AdminClientConfig ForAdmin(KafkaOptions options)
    {
        var config = new AdminClientConfig();
        Apply(config, options, new Dictionary<string, string>());
        return config;
    }

    /// <summary>Lets librdkafka look at the configuration, without connecting to anything.</summary>
    public static string? FindConfigurationError(KafkaOptions options)
    {
        try
        {
            var producer = ForProducer(options);
            producer.BootstrapServers = null;
            using var built = new ProducerBuilder<byte[], byte[]>(producer).SetLogHandler((_, _) => { }).Build();
            var consumer = ForConsumer(options, "check");
            consumer.BootstrapServers = null;
            using var second = new ConsumerBuilder<byte[], byte[]>(consumer).SetLogHandler((_, _) => { }).Build();
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or KafkaException)
        {
            return $"The section Kafka can't be used: {Redact(exception.Message.TrimEnd('.'), options)}. Correct the setting.";
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException)
        {
            return $"librdkafka, the native library behind Kafka, can't be loaded ({exception.Message.TrimEnd('.')}). "
                + "Deploy the files of the package librdkafka.redist with the program.";
        }
    }

    /// <summary>Takes every secret out of a text that librdkafka wrote.</summary>
    public static string Redact(string text, KafkaOptions options)
    {
        foreach (var secret in Secrets(options).Where(secret => !string.IsNullOrEmpty(secret)))
        {
            text = text.Replace(secret!, "***", StringComparison.Ordinal);
        }

        return text;
    }

    private static IEnumerable<string?> Secrets(KafkaOptions options) =>
        new[] { options.Security.Password, options.Security.KeyPassword, options.Security.OAuth.ClientSecret }
            .Concat(new[] { options.Settings, options.ProducerSettings, options.ConsumerSettings }
                .SelectMany(settings => settings)
                .Where(setting => IsSecret(setting.Key))
                .Select(setting => setting.Value));

    private static bool IsSecret(string key) =>
        key.Contains("password", StringComparison.Ordinal) || key.Contains("secret", StringComparison.Ordinal) || key.Contains("pem", StringComparison.Ordinal)
        || key is "sasl.oauthbearer.config";

    private static void Apply(ClientConfig config, KafkaOptions options, Dictionary<string, string> settings)
    {
        config.BootstrapServers = options.BootstrapServers;
        config.ClientId = options.ClientId;
        Apply(config, options.Security);
        foreach (var (key, value) in options.Settings.Concat(settings))
        {
            config.Set(key, value);
        }
    }

    private static void Apply(ClientConfig config, KafkaSecurityOptions security)
    {
        config.SecurityProtocol = security.Protocol switch
        {
            KafkaSecurityProtocol.Ssl => SecurityProtocol.Ssl,
            KafkaSecurityProtocol.SaslPlaintext => SecurityProtocol.SaslPlaintext,
            KafkaSecurityProtocol.SaslSsl => SecurityProtocol.SaslSsl,
            _ => SecurityProtocol.Plaintext,
        };
        config.SslCaLocation = security.CaFile;
        config.SslCertificateLocation = security.CertificateFile;
        config.SslKeyLocation = security.KeyFile;
        config.SslKeyPassword = security.KeyPassword;
        if (security.Mechanism is not { } mechanism)
        {
            return;
        }

        config.SaslMechanism = mechanism switch
        {
            KafkaSaslMechanism.ScramSha256 => SaslMechanism.ScramSha256,
            KafkaSaslMechanism.ScramSha512 => SaslMechanism.ScramSha512,
            KafkaSaslMechanism.OAuthBearer => SaslMechanism.OAuthBearer,
            _ => SaslMechanism.Plain,
        };
        if (mechanism == KafkaSaslMechanism.OAuthBearer)
        {
            config.SaslOauthbearerMethod = SaslOauthbearerMethod.Oidc;
            config.SaslOauthbearerTokenEndpointUrl = security.OAuth.TokenEndpoint?.AbsoluteUri;
            config.SaslOauthbearerClientId = security.OAuth.ClientId;
            config.SaslOauthbearerClientSecret = security.OAuth.ClientSecret;
            config.SaslOauthbearerScope = security.OAuth.Scope;
        }
        else
        {
            config.SaslUsername = security.Username;
            config.SaslPassword = security.Password;
        }
    }

    private static int Milliseconds(TimeSpan time) => (int)time.TotalMilliseconds;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
