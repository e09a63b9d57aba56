namespace Ordering.WebUi.Authentication;

/// <summary>Who signs the tokens that the host believes.</summary>
public sealed class OrderingAuthenticationOptions
{
    public const string Section = "Authentication";

    /// <summary>The URL of the OpenID Connect authority. Needed outside Development; in Development it replaces the sign-in page.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that a token must be made for; <c>ordering</c> by default.</summary>
    public string Audience { get; set; } = "ordering";
}
