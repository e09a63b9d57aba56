namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A button that does something at once.</summary>
internal static class Form
{
    public static Html Of(string address, string label, params IReadOnlyList<(string Name, string? Value)> fields) => Html.Of(
        $"""
        <form method="post" action="{address}">{Hidden(fields)}<button type="submit">{label}</button></form>
        """);

    public static Html Hidden(IReadOnlyList<(string Name, string? Value)> fields) => Html.Join(fields
        .Where(field => !string.IsNullOrEmpty(field.Value))
        .Select(field => Html.Of($"<input type=\"hidden\" name=\"{field.Name}\" value=\"{field.Value}\">")));
}
