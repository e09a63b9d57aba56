using System.Security.Claims;

namespace Ordering.WebUi.Authentication;

/// <summary>What a token or a cookie says about its owner.</summary>
public static class MemberClaims
{
    public const string MemberId = "sub";
    public const string Role = "role";
    public const string OperatorRole = "operator";
    public const int MaxMemberIdLength = 64;

    public static bool IsMemberId(string? text) =>
        text is { Length: > 0 and <= MaxMemberIdLength } && !text.Any(char.IsControl) && text.Trim() == text;

    public static bool IsMember(this ClaimsPrincipal user) => IsMemberId(user.FindFirstValue(MemberId));

    public static bool IsOperator(this ClaimsPrincipal user) => user.IsInRole(OperatorRole);

    /// <summary>The member id of a caller whom <see cref="Policies.Member"/> has let through.</summary>
    public static string GetMemberId(this ClaimsPrincipal user) =>
        user.FindFirstValue(MemberId) ?? throw new InvalidOperationException($"The endpoint lacks the policy '{Policies.Member}'.");

    public static ClaimsIdentity CreateIdentity(string? memberId, bool isOperator, string authenticationType)
    {
        var identity = new ClaimsIdentity(authenticationType, MemberId, Role);
        if (memberId is not null)
        {
            identity.AddClaim(new Claim(MemberId, memberId));
        }

        if (isOperator)
        {
            identity.AddClaim(new Claim(Role, OperatorRole));
        }

        return identity;
    }
}
