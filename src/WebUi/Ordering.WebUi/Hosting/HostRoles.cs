namespace Ordering.WebUi.Hosting;

/// <summary>
/// What this process does (the setting <c>Roles</c>) and how events travel (<c>Transport</c>). One process may do everything, or, with
/// Kafka, several may share it out.
/// </summary>
internal sealed record HostRoles(bool Web, bool Relay, bool Projector, bool UsesKafka)
{
    private static readonly string[] _names = ["web", "relay", "projector"];
    private static readonly string[] _transports = ["InProcess", "Kafka"];

    public static HostRoles From(IConfiguration configuration)
    {
        var transport = configuration["Transport"] ?? _transports[0];
        if (!_transports.Contains(transport, StringComparer.OrdinalIgnoreCase))
        {
            throw new ConfigurationException(
                $"Transport is '{transport}'; this version of the host knows {string.Join(", ", _transports)}.");
        }

        var usesKafka = string.Equals(transport, "Kafka", StringComparison.OrdinalIgnoreCase);
        var text = configuration["Roles"];
        var roles = string.IsNullOrWhiteSpace(text)
            ? _names
            : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (roles.FirstOrDefault(role => !_names.Contains(role, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ConfigurationException($"Roles names '{unknown}'; a role is one of {string.Join(", ", _names)}.");
        }

        if (!usesKafka && _names.FirstOrDefault(name => !Has(name)) is { } missing)
        {
            throw new ConfigurationException(
                $"Roles leaves out '{missing}'; the in-process transport needs web, relay and projector in one process. "
                + "Remove the setting, or set Transport to Kafka.");
        }

        return new HostRoles(Has("web"), Has("relay"), Has("projector"), usesKafka);

        bool Has(string name) => roles.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    public override string ToString() => string.Join(", ", _names.Where((_, index) => new[] { Web, Relay, Projector }[index]));
}
