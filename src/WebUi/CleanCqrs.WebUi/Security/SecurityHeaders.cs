using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CleanCqrs.WebUi.Security;

internal sealed class SecurityHeaders(IReadOnlyCollection<Uri> pictures)
{
    private const string OwnPictures = "img-src 'self'";

    private readonly string _policy = SecurityExtensions.ContentSecurityPolicy.Replace(
        OwnPictures,
        string.Join(' ', [OwnPictures, .. pictures.Select(OriginOf)]),
        StringComparison.Ordinal);

    // On starting, and not before: error handling clears the headers of the answer that it replaces.
    public Task SetAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(Set, context);
        return next(context);
    }

    private static string OriginOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        if (!headers.ContainsKey(HeaderNames.ContentSecurityPolicy))
        {
            headers.ContentSecurityPolicy = _policy;
        }

        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.Path.StartsWithSegments("/api") && !headers.ContainsKey(HeaderNames.CacheControl))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
