using Npgsql;
using Xunit;

namespace TestSupport.Databases;

/// <summary>The server that <c>CLEANCQRS_TEST_POSTGRESQL</c> names. Without one a test that asks for it is skipped.</summary>
public static class PostgreSqlServer
{
    private const string Variable = "CLEANCQRS_TEST_POSTGRESQL";

    private static string ConnectionString
    {
        get
        {
            var connectionString = Environment.GetEnvironmentVariable(Variable);
            Assert.SkipWhen(
                string.IsNullOrEmpty(connectionString),
                $"There is no PostgreSQL server: set {Variable} to the connection string of one (eval \"$(eng/postgresql.sh start)\" "
                    + "starts one).");
            return connectionString!;
        }
    }

    /// <summary>The name of a database that nobody has, as part of a connection string of its own. Pools would outlive the test.</summary>
    public static string ConnectionToNewDatabase() =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { Database = $"test_{Guid.NewGuid():N}", IncludeErrorDetail = true }.ToString();

    public static async Task DropAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using (var pooled = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        await ExecuteAsync(ConnectionString, $"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
    }

    /// <summary>Makes a database anew as a copy of another one, to which nobody may be connected.</summary>
    public static async Task CopyAsync(string from, string to)
    {
        await DropAsync(to);
        await using (var pooled = new NpgsqlConnection(from))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        var name = new NpgsqlConnectionStringBuilder(from).Database;
        await ExecuteAsync(ServerOf(from), $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await ExecuteAsync(ServerOf(from), $"CREATE DATABASE \"{new NpgsqlConnectionStringBuilder(to).Database}\" TEMPLATE \"{name}\"");
    }

    public static void Require() => Assert.NotEmpty(ConnectionString);

    /// <summary>The same server, but the database that is always there.</summary>
    public static string ServerOf(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false }.ToString();

    public static async Task<long> CountAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestRun.Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(TestRun.Token))!;
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestRun.Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestRun.Token);
    }
}
