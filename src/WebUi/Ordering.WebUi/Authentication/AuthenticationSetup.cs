using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ordering.WebUi.Hosting;

namespace Ordering.WebUi.Authentication;

public static class AuthenticationSetup
{
    private const string CookieOrBearer = "CookieOrBearer";

    /// <summary>
    /// Adds sign-in by bearer token and by cookie, which comes from the authority where the host is a client of it, and the policies. An
    /// Authorization header, where there is one, decides alone.
    /// </summary>
    public static WebApplicationBuilder AddOrderingAuthentication(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var keys = DataFolder.CreateIn(DataFolder.PathFor(builder.Configuration, builder.Environment), "keys");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<OrderingAuthenticationOptions>, OrderingAuthenticationOptionsValidator>();
        services.AddOptions<OrderingAuthenticationOptions>().BindConfiguration(OrderingAuthenticationOptions.Section).ValidateOnStart();
        services.AddSingleton<DevelopmentSignIn>();
        services.AddSingleton(provider => new DevelopmentTokens(
            SigningKeyFile.ReadOrCreate(keys), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BrowserSignIn>();
        services.AddSingleton<AuthorityClaims>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerSetup>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookie>();
        services.AddDataProtection().SetApplicationName("Ordering").PersistKeysToFileSystem(new DirectoryInfo(keys));

        var authentication = services.AddAuthentication(CookieOrBearer)
            .AddPolicyScheme(CookieOrBearer, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(HeaderNames.Authorization)
                    ? JwtBearerDefaults.AuthenticationScheme
                    : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddJwtBearer();
        if (!string.IsNullOrWhiteSpace(builder.Configuration[$"{OrderingAuthenticationOptions.Section}:ClientId"]))
        {
            services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, OpenIdConnectSetup>();
            authentication.AddOpenIdConnect();
        }

        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Member, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => context.User.IsMember()))
            .AddPolicy(Policies.Operator, policy => policy.RequireAuthenticatedUser().RequireRole(MemberClaims.OperatorRole));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "ordering-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        return builder;
    }
}
