using System.Data.Common;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.Testing.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>Two files in a folder of their own.</summary>
internal sealed class SqliteStoreDatabase : IStoreDatabase
{
    private readonly TemporaryFolder _folder = new();

    public bool HasOneWriter => true;

    public string LongAgo => "0";

    public void UseWrite(DbContextOptionsBuilder options) => Use(options, "write.db");

    public void UseRead(DbContextOptionsBuilder options) => Use(options, "read.db");

    public IEnumerable<string> HistorySql(int count, DateTimeOffset time) =>
    [
        $"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {count})
        INSERT INTO outbox_messages
            (event_id, event_type, topic, stream_id, stream_version, bucket, occurred_at, payload, status, published_at, attempts)
        SELECT
            '00000000-0000-0000-0000-000000000000', 'type', 'topic', 'old-' || n, 1, n % 64, {time.UtcTicks}, x'00', 1, {time.UtcTicks}, 0
        FROM number
        """,
        "ANALYZE",
    ];

    public async Task<StatementPlan> ExplainAsync(DbConnection connection, SentStatement statement)
    {
        await using var command = statement.ToCommand(connection, "EXPLAIN QUERY PLAN ");
        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            steps.Add(reader.GetString(3));
        }

        return new StatementPlan(
            statement.Sql, string.Join('\n', steps), steps.Exists(ReadsWholeOutbox) && !IsFirstOrLast(statement.Sql));
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        await Eventually.HoldsAsync(_folder.TryDelete, "the files can be deleted");
    }

    /// <summary>Entity Framework names the table <c>o</c> in a query. The filtered indexes hold few of the messages.</summary>
    private static bool ReadsWholeOutbox(string step) =>
        (step.StartsWith("SCAN o ", StringComparison.Ordinal) || step is "SCAN o" || step.StartsWith(
            "SCAN outbox_messages", StringComparison.Ordinal))
        && !step.Contains("ix_outbox_messages_pending", StringComparison.Ordinal)
        && !step.Contains("ix_outbox_messages_dead_letters", StringComparison.Ordinal);

    /// <summary>The first or the last position alone: the plan calls it a scan, but it ends at the first row.</summary>
    private static bool IsFirstOrLast(string sql) => !sql.Contains("WHERE", StringComparison.Ordinal)
        && sql.Contains("ORDER BY \"o\".\"position\"", StringComparison.Ordinal)
        && sql.TrimEnd().EndsWith("LIMIT 1", StringComparison.Ordinal);

    private void Use(DbContextOptionsBuilder options, string file)
    {
        options.UseSqlite(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.Path, file) }.ToString());
        options.AddInterceptors(new SqliteConnectionSettings());
    }
}
