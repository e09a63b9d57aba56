using System.Data.Common;
using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>A database for each of the two models, on the server that <c>CLEANCQRS_TEST_SQLSERVER</c> names.</summary>
internal sealed class SqlServerStoreDatabase : IStoreDatabase
{
    private readonly string _write = SqlServerInstance.ConnectionToNewDatabase();
    private readonly string _read = SqlServerInstance.ConnectionToNewDatabase();

    public bool HasOneWriter => false;

    public string LongAgo => "'2000-01-01T00:00:00Z'";

    public void UseWrite(DbContextOptionsBuilder options) => options.UseSqlServer(_write, server => server.MaxBatchSize(1));

    public void UseRead(DbContextOptionsBuilder options) => options.UseSqlServer(_read);

    public IEnumerable<string> HistorySql(int count, DateTimeOffset time) =>
    [
        $"""
        WITH ten(n) AS (SELECT 1 FROM (VALUES (1), (1), (1), (1), (1), (1), (1), (1), (1), (1)) AS one(n)),
            number(n) AS (SELECT TOP ({count}) ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) FROM ten a, ten b, ten c, ten d, ten e, ten f)
        INSERT INTO outbox_messages
            (event_id, event_type, topic, stream_id, stream_version, bucket, occurred_at, payload, status, published_at, attempts)
        SELECT NEWID(), 'type', 'topic', CONCAT('old-', n), 1, n % 64, '{time:O}', 0x00, 1, '{time:O}', 0 FROM number
        """,
        "UPDATE STATISTICS outbox_messages",
    ];

    public async Task<StatementPlan> ExplainAsync(DbConnection connection, SentStatement statement)
    {
        await ExecuteAsync(connection, "SET SHOWPLAN_XML ON");
        try
        {
            var declarations = statement.Parameters.Select(parameter => $"DECLARE {parameter.Key} {TypeOf(parameter.Value)};");
            await using var command = connection.CreateCommand();
            command.CommandText = string.Join('\n', declarations.Append(statement.Sql));
            var plan = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
            return new StatementPlan(
                statement.Sql,
                plan,
                System.Text.RegularExpressions.Regex.IsMatch(
                    plan, """PhysicalOp="(Clustered Index|Index|Table) Scan"(?:(?!<RelOp).)*Table="\[outbox_messages\]" Index="\[PK_""",
                    System.Text.RegularExpressions.RegexOptions.Singleline));
        }
        finally
        {
            await ExecuteAsync(connection, "SET SHOWPLAN_XML OFF");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await SqlServerInstance.DropAsync(_write);
        await SqlServerInstance.DropAsync(_read);
    }

    private static string TypeOf(object? value) => value switch
    {
        int => "int",
        long => "bigint",
        DateTimeOffset => "datetimeoffset",
        _ => "nvarchar(max)",
    };

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
