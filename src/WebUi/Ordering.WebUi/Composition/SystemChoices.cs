namespace Ordering.WebUi.Composition;

/// <summary>Refuses choices of database, transport and roles that this host can't serve.</summary>
internal static class SystemChoices
{
    private static readonly string[] _roles = ["web", "relay", "projector"];

    public static void Validate(IConfiguration configuration)
    {
        RequireOneOf(configuration, "Database:Provider", "Sqlite");
        RequireOneOf(configuration, "Transport", "InProcess");

        var roles = (configuration["Roles"] ?? string.Join(',', _roles)).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (roles.FirstOrDefault(role => !_roles.Contains(role, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ConfigurationException($"Roles names '{unknown}'; a role is one of {string.Join(", ", _roles)}.");
        }

        if (_roles.FirstOrDefault(role => !roles.Contains(role, StringComparer.OrdinalIgnoreCase)) is { } missing)
        {
            throw new ConfigurationException(
                $"Roles leaves out '{missing}'; the in-process transport needs web, relay and projector in one process. Remove the setting.");
        }
    }

    private static void RequireOneOf(IConfiguration configuration, string key, params string[] known)
    {
        if (configuration[key] is { } value && !known.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            throw new ConfigurationException($"{key} is '{value}'; this version of the host knows {string.Join(", ", known)}.");
        }
    }
}
