namespace CleanCqrs.Kafka.Configuration;

/// <summary>Keeps secrets out of what others may read.</summary>
internal static class Secrets
{
    private static readonly string[] _signs = ["password", "passphrase", "secret", "pem", "sasl.oauthbearer.config"];

    /// <summary>
    /// The brokers to begin with, as they may be shown: a user and a password that stand before a host have no effect, and are still a
    /// secret.
    /// </summary>
    public static string BrokersOf(KafkaOptions options) => string.Join(',', Brokers(options).Select(broker => broker.Shown));

    /// <summary>Takes every secret out of a text that librdkafka wrote.</summary>
    public static string Redact(string text, KafkaOptions options)
    {
        foreach (var (name, value) in ClientSettings.ByName(options))
        {
            if (!string.IsNullOrEmpty(value) && _signs.Any(sign => name.Contains(sign, StringComparison.OrdinalIgnoreCase)))
            {
                text = text.Replace(value, "***", StringComparison.Ordinal);
            }
        }

        foreach (var (credentials, _) in Brokers(options).Where(broker => broker.Credentials.Length > 0))
        {
            text = text.Replace(credentials, "***@", StringComparison.Ordinal);
        }

        return text;
    }

    private static IEnumerable<(string Credentials, string Shown)> Brokers(KafkaOptions options) =>
        from broker in options.BootstrapServers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        let scheme = broker.IndexOf("://", StringComparison.Ordinal)
        let begin = scheme < 0 ? 0 : scheme + 3
        let end = broker.LastIndexOf('@') + 1
        select end <= begin ? (string.Empty, broker) : (broker[begin..end], $"{broker[..begin]}***@{broker[end..]}");
}
