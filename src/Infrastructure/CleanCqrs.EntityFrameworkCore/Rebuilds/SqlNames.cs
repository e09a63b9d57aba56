namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Finds the words and names of a statement, outside of literals and comments.</summary>
internal static class SqlNames
{
    public static IEnumerable<SqlName> Of(string sql, TableDialect dialect)
    {
        var begins = true;
        for (var i = 0; i < sql.Length;)
        {
            var after = AfterLiteral(sql, i);
            if (after > i)
            {
                i = after;
            }
            else if (EndOfPart(sql, i, dialect) > i)
            {
                var name = Read(sql, i, dialect, begins);
                begins = false;
                i = name.Ends[^1];
                yield return name;
            }
            else if (char.IsAsciiDigit(sql[i]))
            {
                i = AfterWord(sql, i);
            }
            else
            {
                begins = sql[i] == ';' || (begins && char.IsWhiteSpace(sql[i]));
                i++;
            }
        }
    }

    private static SqlName Read(string sql, int start, TableDialect dialect, bool begins)
    {
        var (parts, ends) = (new List<string>(), new List<int>());
        var from = start;
        while (true)
        {
            var end = EndOfPart(sql, from, dialect);
            var isQuoted = !IsWordStart(sql[from]);
            parts.Add(dialect.Normalize(isQuoted ? Unquote(sql[from..end]) : sql[from..end], isQuoted));
            ends.Add(end);
            var next = AfterSpace(sql, end);
            if (next >= sql.Length || sql[next] != '.' || (next = AfterSpace(sql, next + 1)) >= sql.Length
                || EndOfPart(sql, next, dialect) == next)
            {
                var keyword = parts.Count == 1 && !isQuoted ? parts[0].ToUpperInvariant() : null;
                return new SqlName(start, parts, ends, keyword, begins, IsCalled: end < sql.Length && sql[end] == '(' && !isQuoted);
            }

            from = next;
        }
    }

    private static string Unquote(string quoted) =>
        quoted[1..^1].Replace(new string(quoted[^1], 2), quoted[^1].ToString(), StringComparison.Ordinal);

    private static int EndOfPart(string sql, int i, TableDialect dialect) => sql[i] switch
    {
        '"' => AfterQuote(sql, i, '"'),
        '`' when dialect.QuotesWithBrackets => AfterQuote(sql, i, '`'),
        '[' when dialect.QuotesWithBrackets => AfterQuote(sql, i, ']'),
        var first when IsWordStart(first) => AfterWord(sql, i),
        _ => i,
    };

    /// <summary>Behind a text, a comment or a parameter that begins here.</summary>
    private static int AfterLiteral(string sql, int i) => sql[i] switch
    {
        '\'' => AfterQuote(sql, i, '\''),
        '-' when IsAt(sql, i, "--") => After(sql, "\n", i),
        '/' when IsAt(sql, i, "/*") => After(sql, "*/", i + 2),
        '@' or ':' when i + 1 < sql.Length && IsWordStart(sql[i + 1]) => AfterWord(sql, i + 1),
        '$' => AfterDollars(sql, i),
        _ => i,
    };

    private static int AfterDollars(string sql, int i)
    {
        var end = i + 1;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_'))
        {
            end++;
        }

        return end < sql.Length && sql[end] == '$' ? After(sql, sql[i..(end + 1)], end + 1) : end;
    }

    private static int AfterQuote(string sql, int i, char quote)
    {
        for (var end = i + 1; end < sql.Length; end++)
        {
            if (sql[end] == quote)
            {
                if (end + 1 >= sql.Length || sql[end + 1] != quote)
                {
                    return end + 1;
                }

                end++;
            }
        }

        return sql.Length;
    }

    private static int After(string sql, string end, int from) =>
        from < sql.Length && sql.IndexOf(end, from, StringComparison.Ordinal) is var at and >= 0 ? at + end.Length : sql.Length;

    private static bool IsAt(string sql, int i, string text) => string.CompareOrdinal(sql, i, text, 0, text.Length) == 0;

    private static bool IsWordStart(char letter) => char.IsLetter(letter) || letter == '_';

    private static int AfterWord(string sql, int i)
    {
        while (i < sql.Length && (char.IsLetterOrDigit(sql[i]) || sql[i] is '_' or '$'))
        {
            i++;
        }

        return i;
    }

    private static int AfterSpace(string sql, int i)
    {
        while (i < sql.Length && char.IsWhiteSpace(sql[i]))
        {
            i++;
        }

        return i;
    }
}
