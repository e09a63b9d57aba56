using System.Data;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>
/// Stands in for a SQL Server: it notes every statement with the types of its parameters, and answers what it was told to.
/// </summary>
internal sealed class ScriptedSqlServer
{
    private readonly List<string> _statements = [];
    private readonly Dictionary<string, IReadOnlyList<Dictionary<string, object?>>> _rows = [];
    private readonly Dictionary<string, int> _changes = [];
    private long _identity;

    /// <summary>The first text parameter of the last statement about relays: how the instance calls itself.</summary>
    public string Relay { get; private set; } = string.Empty;

    /// <summary>What its clock says.</summary>
    public DateTimeOffset Now { get; } = new(2031, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>From now on these rows are in a table; those of another table stay.</summary>
    public void Holds(string table, params Dictionary<string, object?>[] rows) => _rows[table] = rows;

    /// <summary>From now on a statement that contains a text changes as many rows; every other one changes one row.</summary>
    public void Changes(string part, int rows) => _changes[part] = rows;

    /// <summary>The statements since the last call.</summary>
    public string Take()
    {
        var taken = string.Join("\n\n", _statements);
        _statements.Clear();
        return taken;
    }

    public void Note(string statement) => _statements.Add(statement);

    public int Execute(ScriptedCommand command)
    {
        Note(command);
        return _changes.Where(change => command.CommandText.Contains(change.Key, StringComparison.Ordinal)).Select(change => change.Value)
            .FirstOrDefault(1);
    }

    public DataTableReader Read(ScriptedCommand command)
    {
        Note(command);
        using var answer = AnswerTo(Tag.Replace(command.CommandText, string.Empty));
        return answer.CreateDataReader();
    }

    /// <summary>What a query is called stands before it.</summary>
    private static Regex Tag { get; } = new(@"\A(--[^\n]*\n|\s)+");

    private static string TypeOf(SqlParameter parameter)
    {
        var name = parameter.SqlDbType.ToString().ToLowerInvariant();
        return parameter.SqlDbType is SqlDbType.NVarChar or SqlDbType.VarChar or SqlDbType.VarBinary
            ? $"{name}({(parameter.Size is -1 or 0 ? "max" : parameter.Size)})"
            : name;
    }

    private void Note(ScriptedCommand command)
    {
        var parameters = command.SqlParameters.Select(parameter => $"@{parameter.ParameterName.TrimStart('@')} {TypeOf(parameter)}")
            .ToList();
        var text = new StringBuilder();
        if (parameters.Count > 0)
        {
            text.Append("-- ").AppendJoin(", ", parameters).Append('\n');
        }

        _statements.Add(text.Append(command.CommandText.ReplaceLineEndings("\n").Trim()).ToString());
        if (command.CommandText.Contains("outbox_relays", StringComparison.Ordinal))
        {
            Relay = command.SqlParameters.Select(parameter => parameter.Value).OfType<string>().FirstOrDefault(Relay);
        }
    }

    private DataSet AnswerTo(string commandText)
    {
        var answer = new DataSet();
        var sql = Regex.Replace(commandText, @"\A(--.*\s+)+", string.Empty); // A query may have a tag.
        if (sql.StartsWith("SELECT COUNT", StringComparison.Ordinal))
        {
            answer.Tables.Add(TableOf(["count"], [[0L]]));
        }
        else if (sql.StartsWith("SELECT", StringComparison.Ordinal))
        {
            answer.Tables.Add(RowsFor(sql));
        }
        else
        {
            // A save: one result of one row for each of its statements that has any. It is the number of the new row, or says that there
            // was one to change.
            foreach (var output in Regex.Matches(sql, @"(?m)^OUTPUT\b.*").Select(match => match.Value).DefaultIfEmpty(string.Empty))
            {
                var isNumbered = output.Contains("position", StringComparison.Ordinal)
                    || output.Contains("number", StringComparison.Ordinal);
                answer.Tables.Add(TableOf(["value"], [[isNumbered ? ++_identity : (object)1]]));
            }
        }

        return answer;
    }

    private DataTable RowsFor(string sql)
    {
        if (sql.StartsWith("SELECT TODATETIMEOFFSET", StringComparison.Ordinal))
        {
            return TableOf(["Value"], [[Now]]);
        }

        var parts = Regex.Match(sql, @"^(?<columns>.*?\bFROM) \[(?<table>\w+)\]", RegexOptions.Singleline);
        var columns = Regex.Matches(parts.Groups["columns"].Value, """["\[](\w+)["\]](?=,|\s+FROM)""")
            .Select(match => match.Groups[1].Value)
            .Distinct() // A query inside of a query names them again.
            .ToArray();
        return TableOf(columns, _rows.GetValueOrDefault(parts.Groups["table"].Value, []).Select(
            row => columns.Select(column => row.GetValueOrDefault(column)).ToArray()));
    }

    private static DataTable TableOf(string[] columns, IEnumerable<object?[]> rows)
    {
        var table = new DataTable();
        Array.ForEach(columns, column => table.Columns.Add(column, typeof(object)));
        foreach (var row in rows)
        {
            table.Rows.Add([.. row.Select(value => value ?? DBNull.Value)]);
        }

        return table;
    }
}
