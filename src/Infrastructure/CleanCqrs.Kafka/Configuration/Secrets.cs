namespace CleanCqrs.Kafka.Configuration;

/// <summary>Keeps secrets out of what others may read.</summary>
internal static class Secrets
{
    private static readonly string[] _signs = ["password", "passphrase", "secret", "pem", "sasl.oauthbearer.config"];

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

        return text;
    }
}
