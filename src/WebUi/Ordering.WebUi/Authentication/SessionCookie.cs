using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Ordering.WebUi.Authentication;

/// <summary>
/// The cookie of somebody who signed in with a browser. Pages lead to where one signs in; the API answers with a status code.
/// </summary>
public sealed class SessionCookie(BrowserSignIn signIn, IHostEnvironment environment) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>How long a session lasts, whatever is done in it: the authority is asked anew at least twice a day.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string SourceItem = "ordering.source";

    public void Configure(CookieAuthenticationOptions options) => Configure(CookieAuthenticationDefaults.AuthenticationScheme, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Cookie.Name = "ordering-session";
        options.Cookie.HttpOnly = true;

        // A browser that comes back from the authority brings no strict cookie to the page that it wanted.
        options.Cookie.SameSite = signIn.IsAtAuthority ? SameSiteMode.Lax : SameSiteMode.Strict;
        options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = false;
        options.LoginPath = SignInEndpoints.Path;
        options.AccessDeniedPath = SignInEndpoints.Path;
        options.Events.OnSigningIn = NoteSource;
        options.Events.OnValidatePrincipal = RefuseOtherSources;
        options.Events.OnRedirectToLogin = context => RedirectPages(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => RedirectPages(context, StatusCodes.Status403Forbidden);
    }

    private Task NoteSource(CookieSigningInContext context)
    {
        context.Properties.Items[SourceItem] = signIn.Source;
        return Task.CompletedTask;
    }

    /// <summary>A cookie of the sign-in page of Development, or of a former authority, must not open a host that has another.</summary>
    private Task RefuseOtherSources(CookieValidatePrincipalContext context)
    {
        if (signIn.Source is null || !context.Properties.Items.TryGetValue(SourceItem, out var source) || source != signIn.Source)
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }

    private Task RedirectPages(RedirectContext<CookieAuthenticationOptions> context, int apiStatus)
    {
        if (!context.Request.Path.StartsWithSegments("/api") && signIn.Source is not null)
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
