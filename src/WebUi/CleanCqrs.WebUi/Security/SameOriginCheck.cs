using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;

namespace CleanCqrs.WebUi.Security;

internal static class SameOriginCheck
{
    public static bool Concerns(HttpContext context, string cookieScheme) =>
        !HttpMethods.IsGet(context.Request.Method)
        && !HttpMethods.IsHead(context.Request.Method)
        && !HttpMethods.IsOptions(context.Request.Method)
        && context.User.Identities.Any(identity => identity.AuthenticationType == cookieScheme);

    public static Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        IsSameOrigin(context.Request) ? next(context) : ProblemTypes.CrossSiteRequest.ToResult().ExecuteAsync(context);

    /// <summary>Whether a request tells from where it comes, as that of a browser does.</summary>
    public static bool SaysWhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].Count > 0 || request.Headers.Origin.Count > 0;

    public static bool IsSameOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
