using System.Text;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>
/// Reads statements: has those that name the tables of the current generation by hand mean those of another one, and finds which tables
/// they change. It knows names, literals and comments, and no more of the language.
/// </summary>
internal sealed class ShadowSql
{
    /// <summary>How SQLite calls the file that is open.</summary>
    private const string MainSchema = "main";

    private readonly TableDialect _dialect;
    private readonly Dictionary<(string? Schema, string Name), TableName> _places = [];

    /// <param name="dialect">The database.</param>
    /// <param name="places">The current tables by their whole names, and where the same rows are in the generation.</param>
    public ShadowSql(TableDialect dialect, IEnumerable<(TableName Current, TableName Place)> places)
    {
        _dialect = dialect;
        foreach (var (current, place) in places)
        {
            var (schema, name) = dialect.Normalize(current);
            _places[(schema ?? dialect.Normalize(MainSchema, isQuoted: true), name)] = place;
            _places[(null, name)] = place;
        }
    }

    /// <summary>The statement with the tables of this generation in place of the current ones.</summary>
    public string Rewrite(string sql)
    {
        var rewritten = new StringBuilder();
        var copied = 0;
        foreach (var name in SqlNames.Of(sql, _dialect).Where(name => !name.IsCalled))
        {
            if (Find(name) is var (parts, place) && parts > 0)
            {
                rewritten.Append(sql, copied, name.Start - copied).Append(Quote(place));
                copied = name.EndOf(parts);
            }
        }

        return copied == 0 ? sql : rewritten.Append(sql, copied, sql.Length - copied).ToString();
    }

    /// <summary>The tables that a statement changes, as it names them; what changes the schema is named as it begins.</summary>
    public IEnumerable<SqlName> Changed(string sql)
    {
        var words = SqlNames.Of(sql, _dialect).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var (before, word) = (i == 0 ? null : words[i - 1].Keyword, words[i]);
            var target = word.Keyword switch
            {
                "INTO" => i + 1,
                "UPDATE" when before is not ("FOR" or "DO" or "ON" or "KEY") => i + 1,
                "FROM" when before is "DELETE" => i + 1,
                "TRUNCATE" => i + 1,
                "CREATE" or "ALTER" or "DROP" when word.BeginsStatement => i,
                _ => -1,
            };
            while (target > i && target < words.Count && words[target].Keyword is "ONLY" or "TABLE" or "OR" or "IGNORE" or "REPLACE")
            {
                target++;
            }

            if (target >= 0 && target < words.Count && words[target].Keyword is not "SET")
            {
                yield return words[target];
            }
        }
    }

    /// <returns>How many parts of the name are that of a current table, and where its rows are here.</returns>
    private (int Parts, TableName Place) Find(SqlName name)
    {
        if (name.Parts.Count > 1 && _places.TryGetValue((name.Parts[0], name.Parts[1]), out var place))
        {
            return (2, place);
        }

        // Where the name stays the same in another schema, what stands before a column is right as it is.
        return (name.Parts.Count == 1 || _dialect.HasGlobalIndexNames) && _places.TryGetValue((null, name.Parts[0]), out place)
            ? (1, place)
            : (0, default);
    }

    private string Quote(TableName table)
    {
        var parts = new[] { _dialect.HasSchemas ? table.Schema : null, table.Name }.OfType<string>();
        return string.Join('.', parts.Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }
}
