using CleanCqrs.Application.Operations;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>The stores of Entity Framework Core on one kind of database.</summary>
internal sealed class StoreHarness(IStoreDatabase database) : IStoreHarness
{
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(2);

    private readonly List<ServiceProvider> _instances = [];
    private readonly SentStatements _sent = new();
    private readonly SteeredClock _clock = new();

    public bool HasOneWriter => database.HasOneWriter;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes the tables of both models; they may be in one database.</summary>
    public static async Task<IStoreHarness> StartAsync(IStoreDatabase database)
    {
        var harness = new StoreHarness(database);
        await using var scope = harness.Connect(TimeProvider.System).CreateAsyncScope();
        DbContext[] contexts =
            [scope.ServiceProvider.GetRequiredService<WalletContext>(), scope.ServiceProvider.GetRequiredService<WalletViewContext>()];
        foreach (var context in contexts)
        {
            var creator = context.GetService<IRelationalDatabaseCreator>();
            if (!await creator.ExistsAsync(Token))
            {
                await creator.CreateAsync(Token);
            }

            await creator.CreateTablesAsync(Token);
        }

        return harness;
    }

    public IServiceProvider Connect(TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton<IDatabaseClock>(
            provider => _clock.Over(ActivatorUtilities.CreateInstance<DatabaseClock>(provider)));
        services.AddDbContextPool<WalletContext>(options =>
        {
            database.UseWrite(options);
            options.AddInterceptors(_sent);
        });
        services.AddDbContextPool<WalletViewContext>(database.UseRead);
        services.AddScoped<IWallets, Wallets>();
        services.AddScoped<IWalletViews, WalletViews>();
        services.Configure<OperationsOptions>(options => options.Projections.Add("wallets"));
        services.AddCleanCqrs(typeof(Wallet).Assembly).UseEntityFrameworkCore<WalletContext, WalletViewContext>();
        var instance = services.BuildServiceProvider(validateScopes: true);
        _instances.Add(instance);
        return instance;
    }

    public void SetTime(DateTimeOffset? time) => _clock.Time = time;

    public async Task ExpireLeasesAsync()
    {
        await ExecuteAsync(
            $"UPDATE outbox_leases SET expires_at = {database.LongAgo}", $"UPDATE outbox_relays SET expires_at = {database.LongAgo}");
        await using var scope = _instances[0].CreateAsyncScope();
        var views = scope.ServiceProvider.GetRequiredService<WalletViewContext>().Database;
        foreach (var table in new[] { "projection_progress", "projection_followers" })
        {
            var expire = $"UPDATE {table} SET expires_at = {database.LongAgo}";
            await views.ExecuteSqlRawAsync(expire, Token);
        }
    }

    public Task AddHistoryAsync(int count, DateTimeOffset publishedAt) => ExecuteAsync(database.HistorySql(count, publishedAt));

    public async Task<IReadOnlyList<StatementPlan>> ExplainAsync()
    {
        await using var scope = _instances[0].CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<WalletContext>();
        await context.Database.OpenConnectionAsync(Token);
        var plans = new List<StatementPlan>();
        foreach (var statement in _sent.Take())
        {
            plans.Add(await database.ExplainAsync(context.Database.GetDbConnection(), statement));
        }

        return plans;
    }

    public async Task SaveAndHoldAsync(Func<IServiceProvider, Task> save, Func<Task> meanwhile)
    {
        await using var scope = _instances[0].CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<WalletContext>().Database.BeginTransactionAsync(Token);
        await save(scope.ServiceProvider);
        await meanwhile();
        await transaction.CommitAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        await database.DisposeAsync();
    }

    private async Task ExecuteAsync(params IEnumerable<string> statements)
    {
        await using var scope = _instances[0].CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<WalletContext>();
        context.Database.SetCommandTimeout(_timeout);
        foreach (var statement in statements)
        {
            await context.Database.ExecuteSqlRawAsync(statement, Token);
        }
    }
}
