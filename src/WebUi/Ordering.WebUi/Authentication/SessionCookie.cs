using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Ordering.WebUi.Authentication;

/// <summary>
/// The cookie of somebody who signed in with a browser. Pages lead to the sign-in page; the API answers with a status code.
/// </summary>
public static class SessionCookie
{
    public static void Configure(CookieAuthenticationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Cookie.Name = "ordering-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.LoginPath = SignInEndpoints.Path;
        options.AccessDeniedPath = SignInEndpoints.Path;
        options.Events.OnValidatePrincipal = RefuseOutsideDevelopment;
        options.Events.OnRedirectToLogin = context => RedirectPages(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => RedirectPages(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>
    /// Only the sign-in page of Development gives out cookies; one that was kept must not open a host that has an authority.
    /// </summary>
    private static Task RefuseOutsideDevelopment(CookieValidatePrincipalContext context)
    {
        if (!context.HttpContext.RequestServices.GetRequiredService<DevelopmentSignIn>().IsOpen)
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }

    private static Task RedirectPages(RedirectContext<CookieAuthenticationOptions> context, int apiStatus)
    {
        if (!context.Request.Path.StartsWithSegments("/api")
            && context.HttpContext.RequestServices.GetRequiredService<DevelopmentSignIn>().IsOpen)
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        context.Response.StatusCode = apiStatus;
        if (apiStatus == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Task.CompletedTask;
    }
}
