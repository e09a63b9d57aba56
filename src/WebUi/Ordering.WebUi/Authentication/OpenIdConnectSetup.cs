using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Ordering.WebUi.Authentication;

/// <summary>Sends browsers to the authority by the authorization code flow with PKCE, and makes sessions of what they bring back.</summary>
public sealed class OpenIdConnectSetup(IOptions<OrderingAuthenticationOptions> authentication, AuthorityClaims claims)
    : IConfigureNamedOptions<OpenIdConnectOptions>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public void Configure(OpenIdConnectOptions options) => Configure(OpenIdConnectDefaults.AuthenticationScheme, options);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = authentication.Value;
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.Authority = settings.Authority;
        options.RequireHttpsMetadata = !new Uri(settings.Authority!).IsLoopback;
        options.BackchannelTimeout = _patience;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.Scope.Clear();
        foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }

        // The answer comes as a link and not as a form of another site, so that the cookies between both can be lax.
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.MapInboundClaims = false;
        options.Events.OnTokenValidated = AcceptMember;
        options.Events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            return SignInFailure.Of(context.Failure).ExecuteAsync(context.HttpContext);
        };
    }

    private Task AcceptMember(TokenValidatedContext context)
    {
        var user = claims.Translate(context.Principal!, CookieAuthenticationDefaults.AuthenticationScheme);
        if (!user.IsMember())
        {
            context.Fail(new NoMemberException(authentication.Value.MemberIdClaim));
            return Task.CompletedTask;
        }

        // Of the authority's tokens only the one by which it knows whom to sign out is of use later.
        context.Principal = user;
        context.Properties!.StoreTokens(
            [new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = context.TokenEndpointResponse!.IdToken }]);
        return Task.CompletedTask;
    }
}
