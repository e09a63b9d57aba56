namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Links that lead to where something can be done.</summary>
internal static class Link
{
    public static Html Button(string address, string label, bool isDangerous = false) =>
        Html.Of($"<a class=\"{(isDangerous ? "button danger" : "button")}\" href=\"{address}\">{label}</a>");
}
