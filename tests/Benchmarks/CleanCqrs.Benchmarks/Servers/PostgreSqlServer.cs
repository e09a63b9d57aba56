using Npgsql;

namespace CleanCqrs.Benchmarks.Servers;

/// <summary>The server that <c>CLEANCQRS_TEST_POSTGRESQL</c> names: the same as that of the tests.</summary>
public sealed class PostgreSqlServer
{
    public const string Variable = "CLEANCQRS_TEST_POSTGRESQL";

    private readonly string _connectionString;

    private PostgreSqlServer(string connectionString, string description) =>
        (_connectionString, Description) = (connectionString, description);

    /// <summary>Its version, and the settings on which the cost of a commit depends.</summary>
    public string Description { get; }

    /// <exception cref="UsageException">There is none.</exception>
    public static async Task<PostgreSqlServer> ConnectAsync(CancellationToken cancellationToken)
    {
        const string Instruction = "Start one and measure again: eval \"$(eng/postgresql.sh start)\"";
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } connectionString)
        {
            throw new UsageException($"There is no PostgreSQL server: {Variable} is not set. {Instruction}");
        }

        try
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var command = source.CreateCommand(
                """
                SELECT format('PostgreSQL %s, fsync %s, synchronous_commit %s',
                    current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'))
                """);
            return new PostgreSqlServer(connectionString, (string)(await command.ExecuteScalarAsync(cancellationToken))!);
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException)
        {
            throw new UsageException(
                $"The PostgreSQL server that {Variable} names can't be used ({exception.Message.TrimEnd('.')}). {Instruction}", exception);
        }
    }

    /// <summary>A database that nobody else has.</summary>
    public async Task<OwnDatabase> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = $"benchmark_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(_connectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new OwnDatabase(_connectionString, name);
    }
}
