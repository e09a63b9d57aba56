using System.Net.Mime;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Ordering.WebUi.Authentication;

/// <summary>Leads a browser to the authority, to sign in or out there.</summary>
internal static class AuthoritySignIn
{
    private const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    public static async Task<IResult> BeginAsync(HttpContext context, string returnUrl)
    {
        if (await FindOutageAsync(context) is { } outage)
        {
            return outage;
        }

        return TypedResults.Challenge(new AuthenticationProperties { RedirectUri = returnUrl }, [Scheme]);
    }

    /// <summary>
    /// Leads on by a page of its own: browsers hold a redirect to be part of the form that was sent, and the content security policy keeps
    /// forms on this host.
    /// </summary>
    public static async Task<IResult> EndAsync(HttpContext context)
    {
        if (await FindOutageAsync(context) is null)
        {
            await context.SignOutAsync(Scheme, new AuthenticationProperties { RedirectUri = "/" });
        }

        // An authority that is away, or has no such page, knows its guest until its own session ends.
        var address = context.Response.Headers.Location.ToString();
        context.Response.Headers.Location = default;
        if (Uri.IsWellFormedUriString(address, UriKind.Absolute))
        {
            context.Response.Headers["Refresh"] = $"0;url={address}";
        }

        return TypedResults.Content(
            AuthenticationPage.Render("Signed out", "<p>You are signed out here.</p>"),
            $"{MediaTypeNames.Text.Html}; charset=utf-8",
            statusCode: StatusCodes.Status200OK);
    }

    private static async Task<SignInFailure?> FindOutageAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Scheme);
        try
        {
            await options.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
            return null;
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            return SignInFailure.Away(exception);
        }
    }
}
