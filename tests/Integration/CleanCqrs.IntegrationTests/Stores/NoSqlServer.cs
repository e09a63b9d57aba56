using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>Stands in for a SQL Server: it opens nothing, notes every statement, and answers that all went well.</summary>
internal sealed class NoSqlServer : DbCommandInterceptor, IDbConnectionInterceptor, IDbTransactionInterceptor
{
    private readonly List<string> _statements = [];
    private object _relay = DBNull.Value;

    /// <summary>The statements since the last call.</summary>
    public string Take()
    {
        var taken = string.Join("\n\n", _statements);
        _statements.Clear();
        return taken;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _statements.Add(command.CommandText.Trim());
        return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(AnswerTo(command.CommandText).CreateDataReader()));
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        _statements.Add(command.CommandText.Trim());
        if (command.CommandText.Contains("outbox_relays", StringComparison.Ordinal))
        {
            _relay = command.Parameters[0].Value!;
        }

        return ValueTask.FromResult(InterceptionResult<int>.SuppressWithResult(1));
    }

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(InterceptionResult.Suppress());

    public ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(InterceptionResult.Suppress());

    public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        _statements.Add("BEGIN TRANSACTION");
        return ValueTask.FromResult(InterceptionResult<DbTransaction>.SuppressWithResult(new NoTransaction(connection)));
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        _statements.Add("COMMIT");
        return ValueTask.FromResult(InterceptionResult.Suppress());
    }

    private DataSet AnswerTo(string sql)
    {
        var answer = new DataSet();
        if (sql.Contains("UNION ALL", StringComparison.Ordinal))
        {
            var ranges = Enumerable.Range(0, 8).Select(range => new object[] { range, DBNull.Value, 0L, 1 });
            answer.Tables.Add(TableOf(ranges.Append([-1, _relay, 0L, 0]), "Range", "Owner", "Epoch", "Expired"));
        }
        else if (sql.Contains("MERGE", StringComparison.Ordinal))
        {
            // The identity of each row, and its place in the statement.
            var rows = Regex.Count(sql, @", \d+\)");
            answer.Tables.Add(TableOf(Enumerable.Range(0, rows).Select(place => new object[] { place + 1L, place }), "position", "_Position"));
        }
        else if (sql.StartsWith("SELECT", StringComparison.Ordinal))
        {
            answer.Tables.Add(Pending(sql));
        }
        else
        {
            // One result of one row for each statement of a save: the number of the row, or that it was changed.
            foreach (var statement in Regex.Matches(sql, @"(?m)^(SELECT|OUTPUT)\b.*").Cast<object>().DefaultIfEmpty(sql))
            {
                answer.Tables.Add(TableOf([[statement.ToString()!.Contains("scope_identity", StringComparison.Ordinal) ? 1L : 1]], "value"));
            }
        }

        return answer;
    }

    /// <summary>No row, with the columns that are asked for.</summary>
    private static DataTable Pending(string sql) => TableOf(
        [], [.. sql[..sql.IndexOf("FROM", StringComparison.Ordinal)].Split(',').Select((_, index) => $"column{index}")]);

    private static DataTable TableOf(IEnumerable<object[]> rows, params string[] columns)
    {
        var table = new DataTable();
        var all = rows.ToList();
        foreach (var (column, index) in columns.Select((column, index) => (column, index)))
        {
            var values = all.Select(row => row[index]).Where(value => value is not DBNull).ToList();
            table.Columns.Add(column, values.Count > 0 ? values[0].GetType() : typeof(string));
        }

        all.ForEach(row => table.Rows.Add(row));
        return table;
    }

    private sealed class NoTransaction(DbConnection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
