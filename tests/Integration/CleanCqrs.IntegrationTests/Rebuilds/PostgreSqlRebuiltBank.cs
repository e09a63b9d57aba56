using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.PostgreSql;
using Npgsql;

namespace CleanCqrs.IntegrationTests.Rebuilds;

internal sealed class PostgreSqlRebuiltBank : IRebuiltBank
{
    private readonly string _read = PostgreSqlServer.ConnectionToNewDatabase();
    private PostgreSqlBank? _bank;

    public BankHost Build(Action<BankSetup> configure) => Bank().Build(configure);

    public Task ExecuteReadAsync(string sql) => PostgreSqlServer.ExecuteAsync(_read, sql);

    public Task<IReadOnlyList<string>> IndexesOfAsync(string table) => ReadAsync(
        $"SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename = '{table}' AND indexname NOT LIKE 'PK%' ORDER BY 1");

    public Task<IReadOnlyList<string>> OtherTablesAsync() => ReadAsync(
        "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname LIKE '%!_!_g%' ESCAPE '!' ORDER BY 1");

    public async ValueTask DisposeAsync()
    {
        if (_bank is not null)
        {
            await _bank.DisposeAsync();
            await _bank.DropAsync();
        }
    }

    private PostgreSqlBank Bank() =>
        _bank ??= PostgreSqlBank.CreateAsync(PostgreSqlServer.ConnectionToNewDatabase(), _read).GetAwaiter().GetResult();

    private async Task<IReadOnlyList<string>> ReadAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_read);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
