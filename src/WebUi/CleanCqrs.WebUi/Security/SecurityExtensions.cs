using Microsoft.AspNetCore.Builder;

namespace CleanCqrs.WebUi.Security;

/// <summary>What protects the callers of a host from pages of other sites.</summary>
public static class SecurityExtensions
{
    /// <summary>The content security policy: scripts, styles, images, fonts and connections of the host itself, and no frames.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src "
        + "'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>
    /// Sets <c>X-Content-Type-Options: nosniff</c> and <c>Referrer-Policy: no-referrer</c> on every answer, the content security policy on
    /// those that have none of their own, and <c>Cache-Control: no-store</c> on those under <c>/api</c> that say nothing else.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="pictures">Origins whose pictures pages may show besides the host's own; only scheme, host and port count.</param>
    /// <returns>The pipeline.</returns>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, params Uri[] pictures) =>
        app.Use(new SecurityHeaders(pictures).SetAsync);

    /// <summary>
    /// Refuses requests that change something, are authenticated by a cookie, and come from a page of another site, as
    /// <c>Sec-Fetch-Site</c> or <c>Origin</c> tells. A program that sends neither is no browser, and cannot be tricked into sending
    /// somebody's cookie.
    /// </summary>
    /// <param name="app">The pipeline, after authentication.</param>
    /// <param name="cookieScheme">The authentication scheme of the cookie, which is also the authentication type of its identities.</param>
    /// <returns>The pipeline.</returns>
    public static IApplicationBuilder UseSameOriginCheck(this IApplicationBuilder app, string cookieScheme) =>
        app.UseWhen(context => SameOriginCheck.Concerns(context, cookieScheme), branch => branch.Use(SameOriginCheck.InvokeAsync));
}
