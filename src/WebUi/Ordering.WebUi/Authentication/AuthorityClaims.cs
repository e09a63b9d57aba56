using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace Ordering.WebUi.Authentication;

/// <summary>Reads what the authority says about somebody, in the bearer token of a program as in the ID token of a browser.</summary>
public sealed class AuthorityClaims(IOptions<OrderingAuthenticationOptions> options)
{
    /// <summary>The same person in the words of this host, perhaps without a member id.</summary>
    public ClaimsPrincipal Translate(ClaimsPrincipal user, string authenticationType)
    {
        var names = options.Value;
        var isOperator = user.HasClaim(names.RoleClaim, names.OperatorRole);
        return new ClaimsPrincipal(
            MemberClaims.CreateIdentity(user.FindFirstValue(names.MemberIdClaim), isOperator, authenticationType));
    }
}
