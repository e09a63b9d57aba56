using Npgsql;

namespace CleanCqrs.Benchmarks.Servers;

/// <summary>A database of a measurement. It is dropped in the end.</summary>
public sealed class OwnDatabase(string server, string name) : IAsyncDisposable
{
    public string ConnectionString { get; } = new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();

    public NpgsqlDataSource Source => field ??= NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(ConnectionString) { CommandTimeout = 0 }.ToString());

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T> QueryAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand($"DROP DATABASE {name} WITH (FORCE)");
        await command.ExecuteNonQueryAsync();
    }
}
