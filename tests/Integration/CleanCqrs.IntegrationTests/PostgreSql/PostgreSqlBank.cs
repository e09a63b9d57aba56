using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CleanCqrs.IntegrationTests.PostgreSql;

/// <summary>
/// The databases of a test on a PostgreSQL server, and the hosts that work on them. Their contexts repeat what fails in passing.
/// </summary>
internal sealed class PostgreSqlBank(string write, string read) : IAsyncDisposable
{
    private const int Retries = 20;
    private static readonly TimeSpan _longestDelay = TimeSpan.FromSeconds(1);

    private readonly List<BankHost> _hosts = [];

    public string Write => write;

    public IEnumerable<string?> DatabaseNames =>
        [new NpgsqlConnectionStringBuilder(write).Database, new NpgsqlConnectionStringBuilder(read).Database];

    public static async Task<PostgreSqlBank> CreateAsync(string write, string read)
    {
        var bank = new PostgreSqlBank(write, read);
        await using var scope = bank.Build(_ => { }).Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BankContext>().Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        await scope.ServiceProvider.GetRequiredService<StatementContext>().Database.EnsureCreatedAsync(
            TestContext.Current.CancellationToken);
        return bank;
    }

    public static Task<PostgreSqlBank> CreateAsync() =>
        CreateAsync(PostgreSqlServer.ConnectionToNewDatabase(), PostgreSqlServer.ConnectionToNewDatabase());

    public BankHost Build(Action<BankSetup> configure)
    {
        var setup = new BankSetup();
        configure(setup);
        var log = new RecordedLog();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(setup.Time);
        builder.Services.AddSingleton<ProjectionProbe>();
        setup.Services(builder.Services);
        builder.Services.AddDbContextPool<BankContext>(options =>
            options.UseNpgsql(write, npgsql => npgsql.EnableRetryOnFailure(Retries, _longestDelay, errorCodesToAdd: null)));
        builder.Services.AddDbContextPool<StatementContext>(options =>
            options.UseNpgsql(read, npgsql => npgsql.EnableRetryOnFailure(Retries, _longestDelay, errorCodesToAdd: null)));
        setup.Compose(builder.Services.AddCleanCqrs(new ListedTypes(setup.Types)).UseEntityFrameworkCore<BankContext, StatementContext>());
        var host = new BankHost(builder.Build(), log);
        _hosts.Add(host);
        return host;
    }

    public async Task DropAsync()
    {
        await PostgreSqlServer.DropAsync(write);
        await PostgreSqlServer.DropAsync(read);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }
}
