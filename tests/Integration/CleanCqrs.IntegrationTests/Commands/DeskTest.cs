using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Commands;

/// <summary>A test with a desk of its own, on one of the databases.</summary>
public abstract class DeskTest : IAsyncLifetime
{
    private readonly string? _postgreSql;
    private readonly string _sqlite = Path.Combine(Path.GetTempPath(), $"desk-{Guid.NewGuid():N}.db");
    private readonly ServiceProvider _services;

    protected DeskTest(bool onPostgreSql)
    {
        _postgreSql = onPostgreSql ? PostgreSqlServer.ConnectionToNewDatabase() : null;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<DeskHandler.Script>();
        services.AddDbContext<DeskContext>(options =>
        {
            if (_postgreSql is null)
            {
                options.UseSqlite($"Data Source={_sqlite}", sqlite => sqlite.ExecutionStrategy(StrategyWith));
            }
            else
            {
                options.UseNpgsql(_postgreSql, npgsql => npgsql.ExecutionStrategy(StrategyWith));
            }

            options.AddInterceptors(Faults);
        });
        services.AddDbContext<StatementContext>(options => options.UseSqlite("Data Source=:memory:"));
        services.AddCleanCqrs(new ListedTypes(
                typeof(ShelfFilled), typeof(TicketCalled), typeof(GuestWelcomed),
                typeof(ShelfFilledEvent), typeof(TicketCalledEvent), typeof(GuestWelcomedEvent), typeof(DeskMapper),
                typeof(Errand), typeof(ErrandHandler), typeof(QuietErrand), typeof(QuietErrandHandler), typeof(DeskHandler),
                typeof(MoveItemsCommand), typeof(MoveItemsCommandHandler), typeof(AddItemsCommand), typeof(AddItemsCommandHandler)))
            .UseEntityFrameworkCore<DeskContext, StatementContext>();
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected TransientFaults Faults { get; } = new();

    /// <summary>Whether what fails in passing is repeated.</summary>
    protected bool IsRetrying { get; set; }

    protected DeskHandler.Script WhenFilled => _services.GetRequiredService<DeskHandler.Script>();

    protected IServiceProvider Services => _services;

    public async ValueTask InitializeAsync() => await InScopeAsync(async scope =>
    {
        await scope.GetRequiredService<DeskContext>().Database.EnsureCreatedAsync(Token);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_postgreSql is not null)
        {
            await PostgreSqlServer.DropAsync(_postgreSql);
        }

        SqliteConnection.ClearAllPools();
        File.Delete(_sqlite);
        GC.SuppressFinalize(this);
    }

    private IExecutionStrategy StrategyWith(ExecutionStrategyDependencies dependencies) =>
        IsRetrying ? new RetryingStrategy(dependencies) : new NonRetryingExecutionStrategy(dependencies);

    protected async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    protected Task<string> SendAsync(Func<IServiceProvider, Task<string>> work, string? key = null) =>
        InScopeAsync(scope => SendAsync(scope, work, key));

    protected static Task<string> SendAsync(
        IServiceProvider scope, Func<IServiceProvider, Task<string>> work, string? key = null, string what = "errand") =>
        scope.GetRequiredService<ISender>().Send(new Errand(work) { IdempotencyKey = key, What = what }, Token);

    /// <summary>Saves without any command.</summary>
    protected Task SaveAsync(Func<DeskContext, Task> change) => InScopeAsync(async scope =>
    {
        var context = scope.GetRequiredService<DeskContext>();
        await change(context);
        return await context.SaveChangesAsync(Token);
    });

    protected Task PutAsync(params IEnumerable<string> shelves) => SaveAsync(context =>
    {
        context.AddRange(shelves.Select(id => Shelf.Put(id)));
        return Task.CompletedTask;
    });

    protected static async Task<string> FillAsync(IServiceProvider scope, string id, int items)
    {
        (await scope.GetRequiredService<DeskContext>().Shelves.SingleAsync(shelf => shelf.Id == id, Token)).Fill(items);
        return id;
    }

    /// <summary>Somebody else changes a shelf meanwhile, in a scope of its own.</summary>
    protected Task FillMeanwhileAsync(string id, int items) => SaveAsync(async context =>
        (await context.Shelves.SingleAsync(shelf => shelf.Id == id, Token)).Fill(items));

    /// <summary>Each shelf with what is in it.</summary>
    protected Task<string> ReadShelvesAsync() => InScopeAsync(async scope =>
    {
        var shelves = await scope.GetRequiredService<DeskContext>().Shelves.AsNoTracking().OrderBy(shelf => shelf.Id).ToListAsync(Token);
        return string.Join(' ', shelves.Select(shelf => $"{shelf.Id}{shelf.Items}"));
    });

    /// <summary>The events in the outbox, as streams and versions.</summary>
    protected Task<string> ReadOutboxAsync() => InScopeAsync(async scope => string.Join(' ', await scope.GetRequiredService<DeskContext>()
        .Database.SqlQueryRaw<string>(
            "SELECT stream_id || '/' || stream_version AS \"Value\" FROM outbox_messages ORDER BY position")
        .ToListAsync(Token)));

    protected Task<int> ExecuteAsync(string sql) => InScopeAsync(scope =>
        scope.GetRequiredService<DeskContext>().Database.ExecuteSqlRawAsync(sql, Token));
}
