using System.Text.RegularExpressions;

namespace Ordering.Infrastructure;

/// <summary>Addresses as they may be shown: a user and a password may stand before the host.</summary>
public static partial class Credentials
{
    /// <summary>The text with <c>***</c> in place of what stands before the host of an address: <c>https://***@host</c>.</summary>
    public static string Mask(string text) => BeforeHost().Replace(text, "//***@");

    // Up to the last @: a password may hold one, and should not.
    [GeneratedRegex(@"//[^/\s]*@")]
    private static partial Regex BeforeHost();
}
