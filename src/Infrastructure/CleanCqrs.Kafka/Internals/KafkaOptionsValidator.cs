using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.Internals;

internal sealed class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    /// <summary>What the promises of the transport rest on, or what has a typed option.</summary>
    private static readonly Dictionary<string, string> _reserved = new(StringComparer.Ordinal)
    {
        ["acks"] = "every event is acknowledged by all in-sync copies",
        ["request.required.acks"] = "every event is acknowledged by all in-sync copies",
        ["enable.idempotence"] = "the producer is always idempotent",
        ["transactional.id"] = "use Kafka:Transactions:IdPrefix",
        ["message.timeout.ms"] = "use Kafka:DeliveryTimeout",
        ["delivery.timeout.ms"] = "use Kafka:DeliveryTimeout",
        ["transaction.timeout.ms"] = "use Kafka:DeliveryTimeout",
        ["linger.ms"] = "use Kafka:Linger",
        ["queue.buffering.max.ms"] = "use Kafka:Linger",
        ["message.max.bytes"] = "use Kafka:MaxMessageBytes",
        ["enable.auto.commit"] = "the transport decides what is committed",
        ["enable.auto.offset.store"] = "an offset is stored only after the read side has committed",
        ["enable.partition.eof"] = "the transport needs to see the end of the log",
        ["auto.commit.interval.ms"] = "use Kafka:Consumer:CommitInterval",
        ["session.timeout.ms"] = "use Kafka:Consumer:SessionTimeout",
        ["partition.assignment.strategy"] = "partitions move one by one (cooperative-sticky)",
        ["isolation.level"] = "consumers read committed messages only",
        ["auto.offset.reset"] = "a new group begins at the beginning, or it would lose events",
        ["group.id"] = "the name of the projection is the group",
        ["bootstrap.servers"] = "use Kafka:BootstrapServers",
        ["metadata.broker.list"] = "use Kafka:BootstrapServers",
        ["client.id"] = "use Kafka:ClientId",
        ["security.protocol"] = "use Kafka:Security:Protocol",
        ["sasl.mechanism"] = "use Kafka:Security:Mechanism",
        ["sasl.mechanisms"] = "use Kafka:Security:Mechanism",
        ["sasl.username"] = "use Kafka:Security:Username",
        ["sasl.password"] = "use Kafka:Security:Password",
        ["ssl.key.password"] = "use Kafka:Security:KeyPassword",
        ["sasl.oauthbearer.client.secret"] = "use Kafka:Security:OAuth:ClientSecret",
    };

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var failures = Failures(options).ToList();
        if (failures.Count == 0 && KafkaClients.FindConfigurationError(options) is { } error)
        {
            failures.Add(error);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(KafkaOptions options) =>
        General(options)
            .Concat(Consumer(options.Consumer))
            .Concat(Topics(options.Topics))
            .Concat(Security(options.Security))
            .Concat(Reserved("Kafka:Settings", options.Settings))
            .Concat(Reserved("Kafka:ProducerSettings", options.ProducerSettings))
            .Concat(Reserved("Kafka:ConsumerSettings", options.ConsumerSettings));

    private static IEnumerable<string> General(KafkaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.BootstrapServers))
        {
            yield return "Kafka:BootstrapServers is not set; name brokers to begin with, for example 127.0.0.1:9092.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return "Kafka:ClientId is empty; give this program a name, or remove the setting.";
        }

        if (!Uri.TryCreate(options.Source, UriKind.RelativeOrAbsolute, out _) || string.IsNullOrWhiteSpace(options.Source))
        {
            yield return $"Kafka:Source is '{options.Source}'; it must be a URI reference that names the system, for example /ordering.";
        }

        if (Outside(options.DeliveryTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)))
        {
            yield return $"Kafka:DeliveryTimeout is {options.DeliveryTimeout}; it must be between 00:00:01 and 00:05:00.";
        }

        if (Outside(options.Linger, TimeSpan.Zero, TimeSpan.FromSeconds(1)))
        {
            yield return $"Kafka:Linger is {options.Linger}; it must be between 00:00:00 and 00:00:01.";
        }

        if (options.MaxMessageBytes is < 1_000 or > 1_000_000_000)
        {
            yield return $"Kafka:MaxMessageBytes is {options.MaxMessageBytes}; it must be between 1000 and 1000000000.";
        }

        if (options.Transactions.Enabled && string.IsNullOrWhiteSpace(options.Transactions.IdPrefix))
        {
            yield return "Kafka:Transactions:IdPrefix is not set; transactions need a prefix that all relay instances of this outbox share, for example ordering.";
        }
    }

    private static IEnumerable<string> Consumer(KafkaConsumerOptions options)
    {
        if (options.Lanes is < 1 or > 64)
        {
            yield return $"Kafka:Consumer:Lanes is {options.Lanes}; it must be between 1 and 64.";
        }

        if (options.BatchSize is < 1 or > 10_000)
        {
            yield return $"Kafka:Consumer:BatchSize is {options.BatchSize}; it must be between 1 and 10000.";
        }

        if (options.BatchBytes < 1)
        {
            yield return $"Kafka:Consumer:BatchBytes is {options.BatchBytes}; it must be 1 or more.";
        }

        if (options.BufferedEvents < 1)
        {
            yield return $"Kafka:Consumer:BufferedEvents is {options.BufferedEvents}; it must be 1 or more.";
        }

        if (options.BufferedBytes < 1)
        {
            yield return $"Kafka:Consumer:BufferedBytes is {options.BufferedBytes}; it must be 1 or more.";
        }

        if (Outside(options.BatchWait, TimeSpan.Zero, TimeSpan.FromMinutes(1)))
        {
            yield return $"Kafka:Consumer:BatchWait is {options.BatchWait}; it must be between 00:00:00 and 00:01:00.";
        }

        if (Outside(options.RevocationWait, TimeSpan.Zero, TimeSpan.FromMinutes(5)))
        {
            yield return $"Kafka:Consumer:RevocationWait is {options.RevocationWait}; it must be between 00:00:00 and 00:05:00.";
        }

        if (Outside(options.CommitInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)))
        {
            yield return $"Kafka:Consumer:CommitInterval is {options.CommitInterval}; it must be between 00:00:00.01 and 00:01:00.";
        }

        if (Outside(options.SessionTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)))
        {
            yield return $"Kafka:Consumer:SessionTimeout is {options.SessionTimeout}; it must be between 00:00:01 and 00:05:00.";
        }

        foreach (var failure in options.Redelivery.Validate("Kafka:Consumer:Redelivery"))
        {
            yield return failure;
        }
    }

    private static IEnumerable<string> Topics(KafkaTopicOptions options)
    {
        if (options.Partitions is < 1 or > 10_000)
        {
            yield return $"Kafka:Topics:Partitions is {options.Partitions}; it must be between 1 and 10000.";
        }

        if (options.ReplicationFactor is 0 or < -1)
        {
            yield return $"Kafka:Topics:ReplicationFactor is {options.ReplicationFactor}; it must be 1 or more, or -1 for the default of the brokers.";
        }

        if (options.Retention == TimeSpan.Zero)
        {
            yield return "Kafka:Topics:Retention is 00:00:00; nothing would be kept. Remove the setting for the default of the brokers, or write a negative time for ever.";
        }

        if (!Enum.IsDefined(options.CleanupPolicy))
        {
            yield return $"Kafka:Topics:CleanupPolicy is '{options.CleanupPolicy}'; it must be one of {string.Join(", ", Enum.GetNames<KafkaCleanupPolicy>())}.";
        }

        if (Outside(options.CheckTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)))
        {
            yield return $"Kafka:Topics:CheckTimeout is {options.CheckTimeout}; it must be between 00:00:01 and 00:05:00.";
        }
    }

    private static IEnumerable<string> Security(KafkaSecurityOptions options)
    {
        var isSasl = options.Protocol is KafkaSecurityProtocol.SaslPlaintext or KafkaSecurityProtocol.SaslSsl;
        if (!Enum.IsDefined(options.Protocol))
        {
            yield return $"Kafka:Security:Protocol is '{options.Protocol}'; it must be one of {string.Join(", ", Enum.GetNames<KafkaSecurityProtocol>())}.";
        }
        else if (isSasl && options.Mechanism is null)
        {
            yield return $"Kafka:Security:Mechanism is not set; {options.Protocol} needs one of {string.Join(", ", Enum.GetNames<KafkaSaslMechanism>())}.";
        }
        else if (!isSasl && options.Mechanism is { } mechanism)
        {
            yield return $"Kafka:Security:Mechanism is {mechanism}, and Kafka:Security:Protocol is {options.Protocol}, which does not use it; "
                + "set the protocol to SaslSsl, or remove the mechanism.";
        }

        if (isSasl && options.Mechanism == KafkaSaslMechanism.OAuthBearer)
        {
            if (options.OAuth.TokenEndpoint is not { IsAbsoluteUri: true })
            {
                yield return "Kafka:Security:OAuth:TokenEndpoint is not set to an absolute address; OAuthBearer gets its tokens there.";
            }

            if (string.IsNullOrEmpty(options.OAuth.ClientId) || string.IsNullOrEmpty(options.OAuth.ClientSecret))
            {
                yield return "Kafka:Security:OAuth:ClientId and Kafka:Security:OAuth:ClientSecret must both be set; OAuthBearer gets its tokens with them.";
            }
        }
        else if (isSasl && options.Mechanism is { } mechanism && (string.IsNullOrEmpty(options.Username) || string.IsNullOrEmpty(options.Password)))
        {
            yield return $"Kafka:Security:Username and Kafka:Security:Password must both be set; {mechanism} needs them.";
        }

        foreach (var (key, file) in new[] { ("CaFile", options.CaFile), ("CertificateFile", options.CertificateFile), ("KeyFile", options.KeyFile) })
        {
            if (file is not null && !File.Exists(file))
            {
                yield return $"Kafka:Security:{key} is '{file}'; there is no such file.";
            }
        }

        if (options.CertificateFile is null != options.KeyFile is null)
        {
            yield return "Kafka:Security:CertificateFile and Kafka:Security:KeyFile belong together; set both or none.";
        }
    }

    private static IEnumerable<string> Reserved(string section, Dictionary<string, string> settings) => settings.Keys
        .Where(_reserved.ContainsKey)
        .Select(key => $"{section}:{key} can't be set: {_reserved[key]}. Remove it.");

    private static bool Outside(TimeSpan value, TimeSpan least, TimeSpan most) => value < least || value > most;
}
