using System.Text;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// Makes any text fit to be stored: PostgreSQL refuses NUL and unpaired surrogates, and an error whose own words can't be stored would stop
/// everything behind it.
/// </summary>
internal static class StorableText
{
    // Encoding a text replaces its unpaired surrogates.
    public static string Of(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\ufffd');
}
