namespace Ordering.WebUi.Composition;

/// <summary>Which transport this host is put together with, and which parts of the system it runs.</summary>
internal sealed record SystemChoices(HostRoles Roles, bool UsesKafka)
{
    private const string Kafka = "Kafka";
    private const string InProcess = "InProcess";

    /// <summary>Reads the choices, and refuses those that this host can't serve.</summary>
    public static SystemChoices From(IConfiguration configuration)
    {
        RequireOneOf(configuration, "Transport", InProcess, Kafka);
        var choices = new SystemChoices(
            HostRoles.From(configuration), string.Equals(configuration["Transport"], Kafka, StringComparison.OrdinalIgnoreCase));
        return choices.UsesKafka || choices.Roles.FindMissing() is not { } missing
            ? choices
            : throw new ConfigurationException(
                $"Roles leaves out '{missing}'; the in-process transport needs web, relay and projector in one process. Remove the setting, or set Transport to Kafka.");
    }

    private static void RequireOneOf(IConfiguration configuration, string key, params string[] known)
    {
        if (configuration[key] is { } value && !known.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            throw new ConfigurationException($"{key} is '{value}'; this version of the host knows {string.Join(", ", known)}.");
        }
    }
}
