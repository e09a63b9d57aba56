using System.Net.Mime;

namespace CleanCqrs.WebUi.Dashboard;

internal static class DashboardAssets
{
    public static DashboardAsset Style { get; } = new("dashboard.css", MediaTypeNames.Text.Css);

    public static DashboardAsset Script { get; } = new("dashboard.js", MediaTypeNames.Text.JavaScript);

    public static DashboardAsset Icon { get; } = new("dashboard.svg", MediaTypeNames.Image.Svg);
}
