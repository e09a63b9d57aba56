using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using TestSupport.Databases;

namespace Ordering.IntegrationTests.Persistence;

/// <summary>A write database and a read database that no other test uses. They do not exist yet, and are gone afterwards.</summary>
/// <param name="writeKind">A value of <c>Database:Provider</c>.</param>
/// <param name="readKind">A value of <c>Database:ReadProvider</c>.</param>
public sealed class TestDatabases(string writeKind, string readKind) : IAsyncDisposable
{
    public const string Sqlite = "Sqlite";
    public const string PostgreSql = "PostgreSql";
    public const string SqlServer = "SqlServer";

    private string? _write;
    private string? _read;
    private string? _copy;

    public TestDatabases(string kind)
        : this(kind, kind)
    {
    }

    /// <summary>The databases that tests run on.</summary>
    public static TheoryData<string> Kinds => SqlServerInstance.IsThere ? [Sqlite, PostgreSql, SqlServer] : [Sqlite, PostgreSql];

    public TemporaryFolder Folder { get; } = new();

    public string Write => _write ??= ConnectionToNew(writeKind, "write");

    public string Read => _read ??= ConnectionToNew(readKind, "read");

    /// <summary>The settings of a host that uses these databases.</summary>
    public string[] Settings =>
    [
        $"--Database:Provider={writeKind}",
        $"--Database:ReadProvider={readKind}",
        $"--ConnectionStrings:Write={Write}",
        $"--ConnectionStrings:Read={Read}",
    ];

    /// <summary>How a host calls one of the databases.</summary>
    public string Place(string model)
    {
        var (kind, connection) = model == "write" ? (writeKind, Write) : (readKind, Read);
        return kind switch
        {
            PostgreSql => PlaceOf(new NpgsqlConnectionStringBuilder(connection)),
            SqlServer => PlaceOf(new SqlConnectionStringBuilder(connection)),
            _ => FileOf(model),
        };
    }

    /// <summary>
    /// Skips the test where there is no server for them: before it expects an exception, since a skip is one too.
    /// </summary>
    public void Require() => _ = Settings;

    /// <summary>Keeps the read database as it is now; nobody may be connected to it.</summary>
    public Task CopyReadAsync() => CopyAsync(Read, _copy = ConnectionToNew(readKind, "copy"));

    /// <summary>Puts the read database back to the state that was kept.</summary>
    public Task PutReadBackAsync() => CopyAsync(_copy!, Read);

    public async ValueTask DisposeAsync()
    {
        await DropAsync(writeKind, _write);
        await DropAsync(readKind, _read);
        await DropAsync(readKind, _copy);
        Folder.Dispose();
    }

    private static string PlaceOf(NpgsqlConnectionStringBuilder connection) =>
        $"{connection.Database} on {connection.Host}:{connection.Port}";

    private static string PlaceOf(SqlConnectionStringBuilder connection) => $"{connection.InitialCatalog} on {connection.DataSource}";

    private async Task CopyAsync(string from, string to)
    {
        switch (readKind)
        {
            case PostgreSql:
                await PostgreSqlServer.CopyAsync(from, to);
                break;
            case SqlServer:
                throw new NotSupportedException("Databases of SQL Server are not copied by tests.");
            default:
                // What the last connection leaves behind is the file alone.
                File.Copy(FileIn(from), FileIn(to), overwrite: true);
                break;
        }
    }

    private static string FileIn(string connection) => new SqliteConnectionStringBuilder(connection).DataSource;

    private static async Task DropAsync(string kind, string? connection)
    {
        if (connection is not null && kind == PostgreSql)
        {
            await PostgreSqlServer.DropAsync(connection);
        }
        else if (connection is not null && kind == SqlServer)
        {
            await SqlServerInstance.DropAsync(connection);
        }
    }

    private string ConnectionToNew(string kind, string model) => kind switch
    {
        PostgreSql => PostgreSqlServer.ConnectionToNewDatabase(),
        SqlServer => SqlServerInstance.ConnectionToNewDatabase(),
        _ => $"Data Source={FileOf(model)};Pooling=False",
    };

    private string FileOf(string model) => Path.Combine(Folder.Path, $"{model}.db");
}
