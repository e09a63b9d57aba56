using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Data.Sqlite;

namespace CleanCqrs.IntegrationTests.Rebuilds;

internal sealed class SqliteRebuiltBank : IRebuiltBank
{
    private readonly Bank _bank = new();

    public BankHost Build(Action<BankSetup> configure) => _bank.Build(configure);

    public async Task ExecuteReadAsync(string sql)
    {
        await using var connection = new SqliteConnection(BankFiles.ConnectionTo(_bank.Files.Read));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout = 30000; {sql}";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public Task<IReadOnlyList<string>> IndexesOfAsync(string table) =>
        ReadAsync($"SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '{table}' ORDER BY name");

    public Task<IReadOnlyList<string>> OtherTablesAsync() =>
        ReadAsync("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%!_!_g%' ESCAPE '!' ORDER BY name");

    public ValueTask DisposeAsync() => _bank.DisposeAsync();

    private async Task<IReadOnlyList<string>> ReadAsync(string sql)
    {
        await using var connection = new SqliteConnection(BankFiles.ConnectionTo(_bank.Files.Read));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
