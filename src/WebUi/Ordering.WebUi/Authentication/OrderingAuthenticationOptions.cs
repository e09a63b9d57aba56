namespace Ordering.WebUi.Authentication;

/// <summary>Who signs the tokens that the host believes, and how browsers sign in there.</summary>
public sealed class OrderingAuthenticationOptions
{
    public const string Section = "Authentication";

    /// <summary>The URL of the OpenID Connect authority. Needed outside Development; in Development it replaces the sign-in page.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that a bearer token must be made for; <c>ordering</c> by default.</summary>
    public string Audience { get; set; } = "ordering";

    /// <summary>
    /// What the authority calls this host where browsers sign in; without it, which is the default, they cannot, and the host knows bearer
    /// tokens only.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>What the host proves itself with at the authority; none by default, for a client that the authority calls public.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the host asks the authority for, separated by spaces; <c>openid profile</c> by default.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The claim of the authority that holds the member id, in bearer and ID tokens; <c>sub</c> by default.</summary>
    public string MemberIdClaim { get; set; } = MemberClaims.MemberId;

    /// <summary>The claim of the authority that holds roles, in bearer and ID tokens; <c>role</c> by default.</summary>
    public string RoleClaim { get; set; } = MemberClaims.Role;

    /// <summary>The role that makes an operator; <c>operator</c> by default.</summary>
    public string OperatorRole { get; set; } = MemberClaims.OperatorRole;
}
