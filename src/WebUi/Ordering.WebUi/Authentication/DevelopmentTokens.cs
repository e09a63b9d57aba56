using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ordering.WebUi.Authentication;

/// <summary>Issues bearer tokens to anybody who asks, in Development.</summary>
public sealed class DevelopmentTokens(byte[] key, TimeProvider timeProvider)
{
    public const string Issuer = "urn:ordering:development";

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public SecurityKey Key { get; } = new SymmetricSecurityKey(key);

    public string Issue(string memberId, bool isOperator, string audience)
    {
        var now = timeProvider.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            Subject = MemberClaims.CreateIdentity(memberId, isOperator, authenticationType: Issuer),
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
        });
    }
}
