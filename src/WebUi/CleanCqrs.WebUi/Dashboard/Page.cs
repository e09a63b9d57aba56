using System.Net.Mime;
using System.Text;
using CleanCqrs.WebUi.Security;
using Microsoft.AspNetCore.Http;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A page of the dashboard with what all of them have: head, bar, and the way round it for the keyboard.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Content">What stands below.</param>
internal sealed record Page(string Title, Html Content) : IResult
{
    private static readonly (string Path, string Name)[] _sections =
    [
        ("", "Pipeline"),
        ("/dead-letters", "Dead letters"),
        ("/projections", "Projections"),
        ("/instances", "Instances"),
        ("/explain", "Explain"),
        ("/actions", "Actions"),
    ];

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether something goes on that the reader watches: a browser without scripts loads it again and again.</summary>
    public bool IsWatched { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        Protect(response);
        return response.WriteAsync(Render(httpContext), Encoding.UTF8, httpContext.RequestAborted);
    }

    /// <summary>The dashboard brings its own protection, for a host that sets none.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = SecurityExtensions.ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
    }

    private string Render(HttpContext call)
    {
        var root = DashboardPlace.RootOf(call);
        var place = call.GetEndpoint()!.Metadata.GetRequiredMetadata<DashboardPlace>().Path;
        return Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{Title} - CleanCqrs</title>
              <link rel="icon" href="{root}{DashboardAssets.Icon.Address}" type="image/svg+xml">
              <link rel="stylesheet" href="{root}{DashboardAssets.Style.Address}">
              <script type="module" src="{root}{DashboardAssets.Script.Address}"></script>
              {(IsWatched ? Html.Of($"""<noscript><meta http-equiv="refresh" content="5"></noscript>""") : default)}
            </head>
            <body>
              <a class="skip" href="#content">Skip to the content</a>
              <header class="bar">
                <p class="brand">CleanCqrs</p>
                <nav aria-label="Dashboard"><ul>{_sections.Select(section => Entry(root, place, section.Path, section.Name))}</ul></nav>
              </header>
              <main id="content" tabindex="-1">
                <h1>{Title}</h1>
                {Content}
              </main>
            </body>
            </html>
            """).ToString();
    }

    private static Html Entry(string root, string place, string path, string name)
    {
        var isHere = path.Length == 0 ? place.Length == 0 : place.StartsWith(path, StringComparison.Ordinal);
        var current = isHere ? Html.Of($" aria-current=\"page\"") : default;
        return Html.Of($"<li><a href=\"{AddressOf(root, path)}\"{current}>{name}</a></li>");
    }

    private static string AddressOf(string root, string path) => (root + path) is { Length: > 0 } address ? address : "/";
}
