namespace Ordering.WebUi.Authentication;

/// <summary>The authority knows somebody who is no member here.</summary>
public sealed class NoMemberException(string claim)
    : Exception($"The account has no usable member id: the ID token must carry one of 1 to {MemberClaims.MaxMemberIdLength} characters, "
        + $"without spaces around it, in the claim '{claim}'.");
