namespace Ordering.WebUi.Authentication;

public sealed record Me(string MemberId, bool Operator);
