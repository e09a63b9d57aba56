namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>
/// Tells by its text whether a statement changes rows. One that is taken for the other kind by mistake waits as SQLite makes it wait.
/// </summary>
internal static class WritingStatement
{
    private static readonly string[] _verbs = ["INSERT", "UPDATE", "DELETE", "REPLACE"];

    public static bool Is(string text)
    {
        var statement = WithoutComments(text);
        return StartsWith(statement, "WITH")
            ? _verbs.Any(verb => statement.Contains($"{verb} ", StringComparison.OrdinalIgnoreCase))
            : _verbs.Any(verb => StartsWith(statement, verb));
    }

    /// <summary>Whether it surely is the only one of its text.</summary>
    public static bool IsOnly(string text) => !text.AsSpan().TrimEnd("; \r\n\t").Contains(';');

    private static string WithoutComments(string text)
    {
        var rest = text.AsSpan().TrimStart();
        while (rest.StartsWith("--") && rest.IndexOf('\n') is var end and >= 0)
        {
            rest = rest[end..].TrimStart();
        }

        return rest.ToString();
    }

    private static bool StartsWith(string statement, string word) =>
        statement.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        && (statement.Length == word.Length || !char.IsLetterOrDigit(statement[word.Length]));
}
