using Microsoft.Extensions.Options;

namespace Ordering.WebUi.Authentication;

/// <summary>Whether this host lets anybody sign in as anybody: in Development, unless an authority is configured.</summary>
public sealed class DevelopmentSignIn(IHostEnvironment environment, IOptions<OrderingAuthenticationOptions> options)
{
    public bool IsOpen => environment.IsDevelopment() && string.IsNullOrWhiteSpace(options.Value.Authority);
}
