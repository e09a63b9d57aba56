using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Data.Sqlite;

namespace CleanCqrs.IntegrationTests.Relay;

public sealed class QueryPlanTests : RelayTest
{
    private const int History = 100_000;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Looking_for_pending_events_never_reads_the_history(bool withStatistics, bool withOtherOwner)
    {
        var log = new CommandLog();
        var host = Build(setup: bank => bank.Write = options => options.AddInterceptors(log));
        await host.OpenAsync("a");
        await using var connection = new SqliteConnection(BankFiles.ConnectionTo(Bank.Files.Write));
        await connection.OpenAsync(Token);
        AddHistory(connection);
        if (withStatistics)
        {
            Execute(connection, "ANALYZE");
        }

        if (withOtherOwner)
        {
            await host.Leases.AcquireAsync(TimeSpan.FromHours(1), Token);
            await Build().Leases.AcquireAsync(TimeSpan.FromHours(1), Token);
            await host.Leases.AcquireAsync(TimeSpan.FromHours(1), Token);
            await host.OpenAsync(Enumerable.Range(0, 40).Select(number => $"account-{number}"));
        }

        await PublishEverythingAsync(host);

        var sql = log.Statements.Last(statement => statement.Contains("\"outbox_messages\"", StringComparison.Ordinal)
            && statement.StartsWith("SELECT", StringComparison.Ordinal));
        var plan = Explain(connection, sql);
        plan[0].ShouldBe("SEARCH o USING INDEX ix_outbox_messages_pending (status=?)");
        plan.ShouldNotContain("SCAN o");
        plan.ShouldNotContain(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        sql.Contains("\"bucket\" IN (", StringComparison.Ordinal).ShouldBe(withOtherOwner);
        Transport.Delivered.Count.ShouldBePositive();
    }

    [Theory]
    [InlineData("ix_outbox_messages_pending")]
    [InlineData("ix_outbox_messages_dead_letters")]
    public async Task The_indexes_of_what_is_to_be_done_do_not_grow_with_the_history(string index)
    {
        Build();
        await using var connection = new SqliteConnection(BankFiles.ConnectionTo(Bank.Files.Write));
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT sql FROM sqlite_master WHERE name = '{index}'";

        ((string?)await command.ExecuteScalarAsync(Token)).ShouldNotBeNull().ShouldContain(" WHERE status = ");
    }

    private static void AddHistory(SqliteConnection connection) => Execute(
        connection,
        $"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {History})
        INSERT INTO outbox_messages
            (position, event_id, event_type, topic, stream_id, stream_version, bucket, occurred_at, payload, status, attempts)
        SELECT 1000 + n, n, 'bank.accounts.opened.v1', 'bank.accounts.opened', 'old-' || n, 1, n % 64, n, x'00', 1, 0 FROM number
        """);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Explain(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        foreach (var name in System.Text.RegularExpressions.Regex.Matches(sql, @"@\w+").Select(match => match.Value).Distinct())
        {
            command.Parameters.AddWithValue(name, 1);
        }

        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
