using System.Text;

namespace CleanCqrs.EntityFrameworkCore.Tables;

/// <summary>Names that need no quotes on any database.</summary>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && BeginsWord(name, i))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>An abbreviation is one word: <c>ISBN</c> is <c>isbn</c>, and <c>ISBNCode</c> is <c>isbn_code</c>.</summary>
    private static bool BeginsWord(string name, int i) => char.IsUpper(name[i])
        && (char.IsLower(name[i - 1])
            || char.IsDigit(name[i - 1])
            || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
}
