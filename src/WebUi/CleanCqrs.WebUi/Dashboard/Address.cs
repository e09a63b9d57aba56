namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Addresses below the root of the dashboard.</summary>
internal static class Address
{
    /// <summary>A path with a query of those values that are there.</summary>
    public static string Of(string path, params IEnumerable<(string Name, string? Value)> query)
    {
        var parts = query.Where(part => !string.IsNullOrEmpty(part.Value))
            .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}")
            .ToList();
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }
}
