using Microsoft.AspNetCore.Http;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Where in the dashboard a page is; each endpoint has one.</summary>
/// <param name="Path">The path below the root, such as <c>/dead-letters/one</c>.</param>
internal sealed record DashboardPlace(string Path)
{
    /// <summary>
    /// The address of the dashboard's root, as the browser knows it: whatever the path base of the host and the prefix of the group are.
    /// </summary>
    public static string RootOf(HttpContext call)
    {
        var below = call.GetEndpoint()!.Metadata.GetRequiredMetadata<DashboardPlace>().Path;
        var address = (call.Request.PathBase + call.Request.Path).ToUriComponent().TrimEnd('/');
        return address[..^below.Length];
    }
}
