using System.Data.Common;
using System.Text.Json;
using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>A database for each of the two models.</summary>
internal sealed class PostgreSqlStoreDatabase : IStoreDatabase
{
    /// <summary>Of the million, a plan that goes through the whole table expects nearly all.</summary>
    private const int ManyRows = 100_000;

    private readonly string _write = PostgreSqlServer.ConnectionToNewDatabase();
    private readonly string _read = PostgreSqlServer.ConnectionToNewDatabase();

    public bool HasOneWriter => false;

    public string LongAgo => "'2000-01-01Z'";

    public void UseWrite(DbContextOptionsBuilder options) => options.UseNpgsql(_write);

    public void UseRead(DbContextOptionsBuilder options) => options.UseNpgsql(_read);

    public IEnumerable<string> HistorySql(int count, DateTimeOffset time) =>
    [
        $"""
        INSERT INTO outbox_messages
            (event_id, event_type, topic, stream_id, stream_version, bucket, occurred_at, payload, status, published_at, attempts)
        SELECT gen_random_uuid(), 'type', 'topic', 'old-' || n, 1, n % 64, '{time:O}', '\x00', 1, '{time:O}', 0
        FROM generate_series(1, {count}) AS n
        """,
        "ANALYZE",
    ];

    public async Task<StatementPlan> ExplainAsync(DbConnection connection, SentStatement statement)
    {
        await using var command = statement.ToCommand(connection, "EXPLAIN (FORMAT JSON) ");
        var plan = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        using var document = JsonDocument.Parse(plan);
        return new StatementPlan(statement.Sql, plan, NodesOf(document.RootElement[0].GetProperty("Plan")).Any(ReadsWholeOutbox));
    }

    public async ValueTask DisposeAsync()
    {
        await PostgreSqlServer.DropAsync(_write);
        await PostgreSqlServer.DropAsync(_read);
    }

    private static IEnumerable<JsonElement> NodesOf(JsonElement node) =>
        node.TryGetProperty("Plans", out var plans)
            ? plans.EnumerateArray().Where(child => !IsAtOneEnd(node, child)).SelectMany(NodesOf).Prepend(node)
            : [node];

    /// <summary>The first or the last row of an index: its node speaks of all rows, and the limit above it takes one.</summary>
    private static bool IsAtOneEnd(JsonElement node, JsonElement child) =>
        node.GetProperty("Node Type").GetString() == "Limit"
        && node.GetProperty("Plan Rows").GetDouble() <= 1
        && child.GetProperty("Node Type").GetString()!.StartsWith("Index", StringComparison.Ordinal)
        && !child.TryGetProperty("Filter", out _);

    private static bool ReadsWholeOutbox(JsonElement node) =>
        node.TryGetProperty("Relation Name", out var table) && table.GetString() == "outbox_messages"
        && (node.GetProperty("Node Type").GetString()!.EndsWith("Seq Scan", StringComparison.Ordinal)
            || (node.GetProperty("Node Type").GetString()!.StartsWith("Index", StringComparison.Ordinal)
                && !node.TryGetProperty("Index Cond", out _)
                && node.GetProperty("Plan Rows").GetDouble() > ManyRows));
}
