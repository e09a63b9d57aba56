using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.Configuration;

internal sealed partial class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    private const string Remove = "remove the setting";

    /// <summary>Kafka allows names of 249 characters, and an event a topic of 200.</summary>
    private const int LongestPrefix = 49;

    /// <summary>What the promises of the transport rest on, or what has an option of its own, and why it can't be set.</summary>
    private static readonly Dictionary<string, string> _reserved = new(StringComparer.Ordinal)
    {
        ["acks"] = "all in-sync replicas acknowledge every event",
        ["request.required.acks"] = "all in-sync replicas acknowledge every event",
        ["enable.idempotence"] = "the producer is always idempotent",
        ["transactional.id"] = "it is made from Kafka:TransactionalIdPrefix",
        ["message.timeout.ms"] = "it is made from Kafka:DeliveryTimeout",
        ["delivery.timeout.ms"] = "it is made from Kafka:DeliveryTimeout",
        ["transaction.timeout.ms"] = "it is made from Kafka:DeliveryTimeout",
        ["enable.auto.commit"] = "the transport decides what is committed",
        ["enable.auto.offset.store"] = "an offset is stored only after the read side has committed",
        ["enable.partition.eof"] = "the transport needs to see the end of the log",
        ["partition.assignment.strategy"] = "partitions move one by one (cooperative-sticky)",
        ["isolation.level"] = "consumers read committed messages only",
        ["auto.offset.reset"] = "a new group begins at the beginning, or it would lose events",
        ["group.id"] = "the name of the projection is the group",
        ["bootstrap.servers"] = "it is Kafka:BootstrapServers",
        ["metadata.broker.list"] = "it is Kafka:BootstrapServers",
    };

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        List<string> failures = [.. OwnFailures(options), .. ReservedSettings(options), .. CredentialsWithoutProtocol(options)];
        if (failures.Count == 0 && FindClientError(options) is { } error)
        {
            failures.Add(error);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> OwnFailures(KafkaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.BootstrapServers))
        {
            yield return "Kafka:BootstrapServers is not set; name brokers to begin with, for example 127.0.0.1:9092.";
        }

        if (!IsSource(options.Source))
        {
            yield return $"Kafka:Source is '{options.Source}'; it must be a URI reference that names the system, for example /ordering.";
        }

        foreach (var (key, prefix) in new[] { ("NamePrefix", options.NamePrefix), ("Consumer:GroupPrefix", options.Consumer.GroupPrefix) }
            .Where(item => !NamePrefix().IsMatch(item.Item2)))
        {
            yield return $"Kafka:{key} is '{prefix}'; it must have at most {LongestPrefix} characters, of those that Kafka "
                + "allows in names: letters, digits, dots, underscores and hyphens, for example 'staging.'.";
        }

        foreach (var (key, source) in Sources(options).Where(item => !IsSource(item.Source)))
        {
            yield return $"Kafka:Consumer:{key} contains '{source}'; each must be a URI reference that names a system, "
                + "for example /billing.";
        }

        foreach (var source in options.Consumer.IgnoredSources.Where(
            source => source == options.Source || options.Consumer.Sources.Contains(source)))
        {
            yield return $"Kafka:Consumer:IgnoredSources contains '{source}', whose events are to be applied; remove it there.";
        }

        if (options.DeliveryTimeout < TimeSpan.FromSeconds(1) || options.DeliveryTimeout > TimeSpan.FromMinutes(5))
        {
            yield return $"Kafka:DeliveryTimeout is {options.DeliveryTimeout}; it must be between 00:00:01 and 00:05:00.";
        }

        if (options.Consumer.Lanes is < 1 or > 64)
        {
            yield return $"Kafka:Consumer:Lanes is {options.Consumer.Lanes}; it must be between 1 and 64.";
        }

        if (options.Consumer.BatchSize is < 1 or > 10_000)
        {
            yield return $"Kafka:Consumer:BatchSize is {options.Consumer.BatchSize}; it must be between 1 and 10000.";
        }

        if (options.Consumer.MaxForeignEvents is < 0 or > 1_000_000)
        {
            yield return $"Kafka:Consumer:MaxForeignEvents is {options.Consumer.MaxForeignEvents}; it must be between 0 and 1000000.";
        }

        if (options.Topics.Partitions is < 1 or > 10_000)
        {
            yield return $"Kafka:Topics:Partitions is {options.Topics.Partitions}; it must be between 1 and 10000.";
        }

        if (options.Topics.ReplicationFactor is 0 or < -1)
        {
            yield return $"Kafka:Topics:ReplicationFactor is {options.Topics.ReplicationFactor}; "
                + "it must be 1 or more, or -1 for the default of the brokers.";
        }
    }

    private static bool IsSource(string source) =>
        !string.IsNullOrWhiteSpace(source) && Uri.TryCreate(source, UriKind.RelativeOrAbsolute, out _);

    private static IEnumerable<(string Key, string Source)> Sources(KafkaOptions options) =>
        options.Consumer.Sources.Select(source => (nameof(options.Consumer.Sources), source))
            .Concat(options.Consumer.IgnoredSources.Select(source => (nameof(options.Consumer.IgnoredSources), source)));

    [GeneratedRegex(@"^[A-Za-z0-9._-]{0,49}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NamePrefix();

    private static IEnumerable<string> ReservedSettings(KafkaOptions options) =>
        from setting in ClientSettings.ByName(options)
        where _reserved.ContainsKey(setting.Key)
        select $"Kafka:Settings:{setting.Key} can't be set: {_reserved[setting.Key]}; {Remove}.";

    /// <summary>librdkafka would only warn, and connect without them.</summary>
    private static IEnumerable<string> CredentialsWithoutProtocol(KafkaOptions options)
    {
        var settings = ClientSettings.ByName(options).ToLookup(setting => setting.Key, setting => setting.Value);
        var protocol = settings["security.protocol"].LastOrDefault("plaintext");
        return protocol.StartsWith("sasl", StringComparison.OrdinalIgnoreCase)
            ? []
            : from setting in settings
              where setting.Key is "sasl.mechanism" or "sasl.mechanisms" or "sasl.username" or "sasl.oauthbearer.method"
              select $"Kafka:Settings:{setting.Key} is set, and Kafka:Settings:security.protocol is {protocol}, which does not use it; "
                  + $"set the protocol to sasl_ssl, or {Remove}.";
    }

    /// <summary>Lets librdkafka look at the settings, without telling it of any broker.</summary>
    private static string? FindClientError(KafkaOptions options)
    {
        try
        {
            var producer = ClientSettings.ForProducer(options);
            producer.BootstrapServers = null;
            using var builtProducer = new ProducerBuilder<byte[], byte[]>(producer).SetLogHandler((_, _) => { }).Build();
            var consumer = ClientSettings.ForConsumer(options, "check");
            consumer.BootstrapServers = null;
            using var builtConsumer = new ConsumerBuilder<byte[], byte[]>(consumer).SetLogHandler((_, _) => { }).Build();
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or KafkaException)
        {
            return $"Kafka:Settings can't be used: {Secrets.Redact(exception.Message.TrimEnd('.'), options)}; correct the setting.";
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException)
        {
            return $"librdkafka, the native library behind Kafka, can't be loaded ({exception.Message.TrimEnd('.')}). "
                + "Deploy the files of the package librdkafka.redist with the program.";
        }
    }
}
