using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CleanCqrs.WebUi.Security;

internal static class SecurityHeaders
{
    // On starting, and not before: error handling clears the headers of the answer that it replaces.
    public static Task SetAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(Set, context);
        return next(context);
    }

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = SecurityExtensions.ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.Path.StartsWithSegments("/api") && !headers.ContainsKey(HeaderNames.CacheControl))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
