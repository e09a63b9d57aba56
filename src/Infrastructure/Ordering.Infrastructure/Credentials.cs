using System.Text.RegularExpressions;

namespace Ordering.Infrastructure;

/// <summary>Addresses as they may be shown: a user and a password may stand before the host.</summary>
public static partial class Credentials
{
    /// <summary>
    /// The addresses with <c>***</c> in place of what stands before each host: <c>https://***@host</c>, <c>***@broker:9092</c>.
    /// </summary>
    public static string Mask(string addresses) => BeforeHost().Replace(addresses, "***@");

    /// <summary>The address as it may be shown.</summary>
    public static string Mask(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Mask(address.OriginalString);
    }

    // Up to the last @: a password may hold one, or a slash, and should not.
    [GeneratedRegex(@"(?<=//)\S*@|(?<=(?:^|,)\s*)[^/\s,]*@")]
    private static partial Regex BeforeHost();
}
