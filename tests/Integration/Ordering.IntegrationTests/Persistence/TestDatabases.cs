using Microsoft.Data.SqlClient;
using Npgsql;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Persistence;

/// <summary>A write database and a read database that no other test uses. They do not exist yet, and are gone afterwards.</summary>
/// <param name="writeKind">A value of <c>Database:Provider</c>.</param>
/// <param name="readKind">A value of <c>Database:ReadProvider</c>.</param>
public sealed class TestDatabases(string writeKind, string readKind) : IAsyncDisposable
{
    public const string Sqlite = "Sqlite";
    public const string PostgreSql = "PostgreSql";
    public const string SqlServer = "SqlServer";

    private const string PostgreSqlVariable = "CLEANCQRS_TEST_POSTGRESQL";
    private const string SqlServerVariable = "CLEANCQRS_TEST_SQLSERVER";

    private readonly TemporaryFolder _folder = new();
    private readonly string _name = $"ordering_test_{Guid.NewGuid():N}";

    public TestDatabases(string kind)
        : this(kind, kind)
    {
    }

    /// <summary>
    /// The databases that tests run on. There is no SQL Server to be had for free on every machine, so it is among them where a variable
    /// names one.
    /// </summary>
    public static TheoryData<string> Kinds => Environment.GetEnvironmentVariable(SqlServerVariable) is null
        ? [Sqlite, PostgreSql]
        : [Sqlite, PostgreSql, SqlServer];

    public TemporaryFolder Folder => _folder;

    public string Write => ConnectionString(writeKind, "write");

    public string Read => ConnectionString(readKind, "read");

    /// <summary>The settings of a host that uses these databases.</summary>
    public string[] Settings =>
    [
        $"--Database:Provider={writeKind}",
        $"--Database:ReadProvider={readKind}",
        $"--ConnectionStrings:Write={Write}",
        $"--ConnectionStrings:Read={Read}",
    ];

    public string Place(string model) => (model == "write" ? writeKind : readKind) switch
    {
        PostgreSql => $"{_name}_{model} on {new NpgsqlConnectionStringBuilder(Write).Host}:{new NpgsqlConnectionStringBuilder(Write).Port}",
        SqlServer => $"{_name}_{model} on {new SqlConnectionStringBuilder(Write).DataSource}",
        _ => Path.Combine(_folder.Path, $"{model}.db"),
    };

    public async ValueTask DisposeAsync()
    {
        await DropAsync(writeKind, "write");
        await DropAsync(readKind, "read");
        _folder.Dispose();
    }

    private static string Server(string variable)
    {
        var server = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(server is null, $"No server: set {variable} to the connection string of one on which tests may create databases.");
        return server!;
    }

    private string ConnectionString(string kind, string model) => kind switch
    {
        PostgreSql => new NpgsqlConnectionStringBuilder(Server(PostgreSqlVariable)) { Database = $"{_name}_{model}" }.ConnectionString,
        SqlServer => new SqlConnectionStringBuilder(Server(SqlServerVariable)) { InitialCatalog = $"{_name}_{model}" }.ConnectionString,
        _ => $"Data Source={Path.Combine(_folder.Path, $"{model}.db")};Pooling=False",
    };

    private async Task DropAsync(string kind, string model)
    {
        if (kind == PostgreSql && Environment.GetEnvironmentVariable(PostgreSqlVariable) is { } postgreSql)
        {
            await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgreSql) { Database = "postgres" });
            await using var drop = source.CreateCommand($"DROP DATABASE IF EXISTS {_name}_{model} WITH (FORCE)");
            await drop.ExecuteNonQueryAsync();
        }
        else if (kind == SqlServer && Environment.GetEnvironmentVariable(SqlServerVariable) is { } sqlServer)
        {
            await using var connection = new SqlConnection(
                new SqlConnectionStringBuilder(sqlServer) { InitialCatalog = "master" }.ConnectionString);
            await connection.OpenAsync();
            await using var drop = new SqlCommand(
                $"IF DB_ID('{_name}_{model}') IS NOT NULL BEGIN ALTER DATABASE {_name}_{model} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; "
                + $"DROP DATABASE {_name}_{model}; END",
                connection);
            await drop.ExecuteNonQueryAsync();
        }
    }
}
