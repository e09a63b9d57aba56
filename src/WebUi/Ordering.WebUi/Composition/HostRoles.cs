namespace Ordering.WebUi.Composition;

/// <summary>What this process does; the setting <c>Roles</c>. One process may do everything, or several may share it out.</summary>
internal sealed record HostRoles(bool Web, bool Relay, bool Projector)
{
    private static readonly string[] _names = ["web", "relay", "projector"];

    /// <summary>Whether events leave or reach this process.</summary>
    public bool NeedTransport => Relay || Projector;

    public static HostRoles From(IConfiguration configuration)
    {
        var text = configuration["Roles"];
        var roles = string.IsNullOrWhiteSpace(text) ? _names : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (roles.FirstOrDefault(role => !_names.Contains(role, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ConfigurationException($"Roles names '{unknown}'; a role is one of {string.Join(", ", _names)}.");
        }

        bool Has(string role) => roles.Contains(role, StringComparer.OrdinalIgnoreCase);
        return new HostRoles(Has("web"), Has("relay"), Has("projector"));
    }

    /// <summary>The first role that is left out, if any.</summary>
    public string? FindMissing() => !Web ? "web" : !Relay ? "relay" : !Projector ? "projector" : null;

    public override string ToString() => string.Join(", ", _names.Where((_, index) => new[] { Web, Relay, Projector }[index]));
}
