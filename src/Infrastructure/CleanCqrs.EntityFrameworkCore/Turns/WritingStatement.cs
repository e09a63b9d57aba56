namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>
/// Tells by its text whether a statement changes rows. One that is taken for the other kind by mistake waits as SQLite makes it wait.
/// </summary>
internal static class WritingStatement
{
    private static readonly string[] _verbs = ["INSERT", "UPDATE", "DELETE", "REPLACE"];
    private static readonly string[] _verbsWithin = [.. _verbs.Select(verb => $"{verb} ")];

    public static bool Is(string text)
    {
        var statement = WithoutComments(text);
        var isWith = StartsWith(statement, "WITH");
        foreach (var verb in isWith ? _verbsWithin : _verbs)
        {
            if (isWith ? statement.Contains(verb, StringComparison.OrdinalIgnoreCase) : StartsWith(statement, verb))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it surely is the only one of its text.</summary>
    public static bool IsOnly(string text) => !text.AsSpan().TrimEnd("; \r\n\t").Contains(';');

    private static ReadOnlySpan<char> WithoutComments(string text)
    {
        var rest = text.AsSpan().TrimStart();
        while (rest.StartsWith("--") && rest.IndexOf('\n') is var end and >= 0)
        {
            rest = rest[end..].TrimStart();
        }

        return rest;
    }

    private static bool StartsWith(ReadOnlySpan<char> statement, string word) =>
        statement.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        && (statement.Length == word.Length || !char.IsLetterOrDigit(statement[word.Length]));
}
