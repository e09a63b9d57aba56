using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace Ordering.WebUi.OpenApi;

/// <summary>The page that shows the OpenAPI document to people.</summary>
internal static class ApiReference
{
    private const int NonceBytes = 16;

    public static void MapApiReference(this IEndpointRouteBuilder endpoints) => endpoints.MapScalarApiReference((options, context) =>
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));

        // Everything comes from this host, as on the other pages; this one also starts by a script of its own, and makes its styles.
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        options.WithNonce(nonce)
            .WithTitle("Ordering API")
            .WithFavicon("/favicon.svg")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools();
    });
}
