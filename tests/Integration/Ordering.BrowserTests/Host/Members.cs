namespace Ordering.BrowserTests.Host;

/// <summary>The members that the sign-in page of a Development host offers.</summary>
internal static class Members
{
    public const string First = "17850";
    public const string Second = "13047";
    public const string Third = "12583";
}
