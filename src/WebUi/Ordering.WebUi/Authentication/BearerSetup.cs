using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Ordering.WebUi.Authentication;

/// <summary>Believes the tokens of the authority or, in Development and without one, those that the host issues itself.</summary>
public sealed class BearerSetup(
    IOptions<OrderingAuthenticationOptions> authentication, AuthorityClaims claims, IServiceProvider services)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = authentication.Value;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = MemberClaims.MemberId;
        options.TokenValidationParameters.RoleClaimType = MemberClaims.Role;
        options.TokenValidationParameters.ValidAudience = settings.Audience;
        if (string.IsNullOrWhiteSpace(settings.Authority))
        {
            options.TokenValidationParameters.ValidIssuer = DevelopmentTokens.Issuer;
            options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
            options.TokenValidationParameters.IssuerSigningKey = services.GetRequiredService<DevelopmentTokens>().Key;
            return;
        }

        options.Authority = settings.Authority;
        options.RequireHttpsMetadata = !new Uri(settings.Authority).IsLoopback;
        options.Events ??= new JwtBearerEvents();
        options.Events.OnTokenValidated = context =>
        {
            context.Principal = claims.Translate(context.Principal!, JwtBearerDefaults.AuthenticationScheme);
            return Task.CompletedTask;
        };
    }
}
