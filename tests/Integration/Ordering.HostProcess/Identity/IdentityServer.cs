using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ordering.HostProcess.Identity;

/// <summary>
/// An OpenID Connect authority on this machine: it signs in whoever comes as <see cref="Claims"/> say, by the authorization code flow with
/// PKCE.
/// </summary>
public sealed class IdentityServer : IAsyncDisposable
{
    public const string ClientId = "ordering-web";
    public const string ClientSecret = "what two servers know";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private IdentityServer(string url)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--urls={url}"]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>
        {
            ["issuer"] = Url,
            ["jwks_uri"] = $"{Url}/keys",
            ["authorization_endpoint"] = $"{Url}/authorize",
            ["token_endpoint"] = $"{Url}/token",
            ["end_session_endpoint"] = $"{Url}/end-session",
        }));
        _app.MapGet("/keys", () => Results.Json(new
        {
            keys = new[]
            {
                new { kty = "RSA", use = "sig", kid = "one", n = Parameter(key => key.Modulus), e = Parameter(key => key.Exponent) },
            },
        }));
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", Redeem);
        _app.MapGet("/end-session", EndSession);
    }

    public string Url => _app.Urls.Single();

    /// <summary>What the next ID tokens say about whoever signs in.</summary>
    public Dictionary<string, object> Claims { get; } = new() { ["sub"] = "17850" };

    /// <summary>Spoils the next ID tokens.</summary>
    public Action<SecurityTokenDescriptor>? Spoil { get; set; }

    /// <summary>Whether it answers for the one who signs in, as if they had refused.</summary>
    public bool Refuses { get; set; }

    /// <summary>The ID tokens of those who have signed out here, as they were handed back.</summary>
    public ConcurrentQueue<string> SignedOut { get; } = new();

    /// <param name="url">Where it listens; on any free port by default.</param>
    public static async Task<IdentityServer> StartAsync(string url = "http://127.0.0.1:0")
    {
        var server = new IdentityServer(url);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>A bearer token.</summary>
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

        return Sign(new SecurityTokenDescriptor { Audience = audience, Subject = identity });
    }

    /// <summary>A token of these claims.</summary>
    public string Issue(IDictionary<string, object> claims, string audience = "ordering") =>
        Sign(new SecurityTokenDescriptor { Audience = audience, Claims = claims });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private IResult Authorize(
        [FromQuery(Name = "client_id")] string clientId,
        [FromQuery(Name = "response_type")] string responseType,
        [FromQuery(Name = "redirect_uri")] string redirectUri,
        [FromQuery(Name = "code_challenge")] string challenge,
        [FromQuery(Name = "code_challenge_method")] string method,
        string scope,
        string state,
        string nonce)
    {
        if (clientId != ClientId || responseType != "code" || method != "S256" || !scope.Split(' ').Contains("openid"))
        {
            return Results.BadRequest("This is no authorization code flow with PKCE.");
        }

        if (Refuses)
        {
            return Results.Redirect($"{redirectUri}?error=access_denied&state={Uri.EscapeDataString(state)}");
        }

        var code = Guid.CreateVersion7().ToString("N");
        _grants[code] = new Grant(redirectUri, challenge, nonce);
        return Results.Redirect($"{redirectUri}?code={code}&state={Uri.EscapeDataString(state)}");
    }

    private async Task<IResult> Redeem(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var isKnown = form["client_id"] == ClientId && form["client_secret"] == ClientSecret;
        if (!isKnown
            || !_grants.TryRemove(form["code"].ToString(), out var grant)
            || grant.Challenge != challenge
            || grant.RedirectUri != form["redirect_uri"])
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        var token = new SecurityTokenDescriptor
        {
            Audience = ClientId,
            Claims = new Dictionary<string, object>(Claims) { ["nonce"] = grant.Nonce },
        };
        Spoil?.Invoke(token);
        return Results.Json(new Dictionary<string, string>
        {
            ["id_token"] = Sign(token),
            ["access_token"] = "of no use here",
            ["token_type"] = "Bearer",
        });
    }

    private IResult EndSession(
        [FromQuery(Name = "id_token_hint")] string idToken,
        [FromQuery(Name = "post_logout_redirect_uri")] string redirectUri,
        string state)
    {
        SignedOut.Enqueue(idToken);
        return Results.Redirect($"{redirectUri}?state={Uri.EscapeDataString(state)}");
    }

    private string Sign(SecurityTokenDescriptor token)
    {
        token.Issuer ??= Url;
        token.SigningCredentials ??= new SigningCredentials(new RsaSecurityKey(_rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    private string Parameter(Func<RSAParameters, byte[]?> parameter) =>
        Base64UrlEncoder.Encode(parameter(_rsa.ExportParameters(includePrivateParameters: false)));

    private sealed record Grant(string RedirectUri, string Challenge, string Nonce);
}
