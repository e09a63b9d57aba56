namespace Ordering.WebUi.Authentication;

public static class Policies
{
    /// <summary>Somebody with a usable member id.</summary>
    public const string Member = "member";

    /// <summary>Somebody who may look after the system.</summary>
    public const string Operator = "operator";
}
