using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ordering.IntegrationTests.Web.Hosting;

/// <summary>An OpenID Connect authority on this machine, as far as a resource server needs one.</summary>
public sealed class Authority : IAsyncDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _app;

    private Authority()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Text(
            $$"""{"issuer":"{{Url}}","jwks_uri":"{{Url}}/keys"}""", "application/json"));
        _app.MapGet("/keys", () => Results.Text(
            $$"""{"keys":[{"kty":"RSA","use":"sig","kid":"one","n":"{{Parameter(key => key.Modulus)}}","e":"{{Parameter(key => key.Exponent)}}"}]}""",
            "application/json"));
    }

    public string Url => _app.Urls.Single();

    public static async Task<Authority> StartAsync()
    {
        var authority = new Authority();
        await authority._app.StartAsync();
        return authority;
    }

    public string Issue(string? memberId, string audience = "ordering", string? role = null)
    {
        var identity = new ClaimsIdentity();
        if (memberId is not null)
        {
            identity.AddClaim(new Claim("sub", memberId));
        }

        if (role is not null)
        {
            identity.AddClaim(new Claim("role", role));
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = audience,
            Subject = identity,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private string Parameter(Func<RSAParameters, byte[]?> parameter) =>
        Base64UrlEncoder.Encode(parameter(_rsa.ExportParameters(includePrivateParameters: false)));
}
