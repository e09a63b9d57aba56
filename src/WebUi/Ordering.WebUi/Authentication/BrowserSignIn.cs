using Microsoft.Extensions.Options;

namespace Ordering.WebUi.Authentication;

/// <summary>Where browsers sign in: at the authority, where this host is a client of it, else on the sign-in page of Development.</summary>
public sealed class BrowserSignIn(DevelopmentSignIn development, IOptions<OrderingAuthenticationOptions> options)
{
    /// <summary>Who vouches for those who sign in; <see langword="null"/> where browsers cannot. A session ends with its source.</summary>
    public string? Source => IsAtAuthority ? options.Value.Authority : development.IsOpen ? DevelopmentTokens.Issuer : null;

    public bool IsAtAuthority => !string.IsNullOrWhiteSpace(options.Value.ClientId);
}
