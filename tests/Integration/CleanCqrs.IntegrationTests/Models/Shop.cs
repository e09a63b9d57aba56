using CleanCqrs.Application;
using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>Two databases of one kind, and hosts that sell items in them.</summary>
internal sealed class Shop(string kind) : IAsyncDisposable
{
    public const string Sqlite = "SQLite";
    public const string PostgreSql = "PostgreSQL";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shop-");
    private readonly List<IHost> _hosts = [];
    private readonly Dictionary<string, string> _servers = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Action<DbContextOptionsBuilder> Database(string name)
    {
        var file = Path.Combine(_folder.FullName, name + ".db");
        if (kind == Sqlite)
        {
            return options => options.UseSqlite($"Data Source={file}");
        }

        if (!_servers.TryGetValue(name, out var server))
        {
            server = _servers[name] = PostgreSqlServer.ConnectionToNewDatabase();
        }

        return options => options.UseNpgsql(server);
    }

    public IHost Build(Action<IServiceCollection> contexts, Func<CleanCqrsBuilder, CleanCqrsBuilder> sides, params IEnumerable<Type> more)
    {
        var builder = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = Environments.Development });
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        contexts(builder.Services);
        sides(builder.Services.AddCleanCqrs(
            new ListedTypes([typeof(Item), typeof(Sold), typeof(SoldEvent), typeof(SoldMapper), .. more])));
        var host = builder.Build();
        _hosts.Add(host);
        return host;
    }

    /// <summary>A host with both sides, whose databases are there.</summary>
    public async Task<IHost> OpenAsync<TWrite, TRead>(params Type[] more)
        where TWrite : ItemsContext
        where TRead : SalesContext
    {
        var host = Build(
            services =>
            {
                services.AddDbContext<TWrite>(Database("write")).AddDbContext<TRead>(Database("read"));
                services.TryAddScoped<ItemsContext>(provider => provider.GetRequiredService<TWrite>());
                services.TryAddScoped<SalesContext>(provider => provider.GetRequiredService<TRead>());
            },
            chain => chain.UseEntityFrameworkCore<TWrite, TRead>().UseInProcessTransport().AddRelay()
                .AddProjection("sales", projection => projection.AddProjector<SaleProjector>()),
            more);
        await CreateAsync<TWrite>(host);
        await CreateAsync<TRead>(host);
        return host;
    }

    public static async Task CreateAsync<TContext>(IHost host)
        where TContext : DbContext
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TContext>().Database.EnsureCreatedAsync(Token);
    }

    public static async Task SellAsync<TContext>(IHost host, string sku)
        where TContext : ItemsContext
    {
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var item = await context.Items.FindAsync([sku], Token) ?? context.Add(new Item(sku)).Entity;
        item.Sell();
        await context.SaveChangesAsync(Token);
    }

    public static Task SoldAsync<TContext>(IHost host, string sku, int count)
        where TContext : SalesContext => Eventually.HoldsAsync(
        async () =>
        {
            await using var scope = host.Services.CreateAsyncScope();
            return (await scope.ServiceProvider.GetRequiredService<TContext>().Sales.FindAsync([sku], Token))?.Count == count;
        },
        $"{sku} was sold {count} times");

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }

        foreach (var server in _servers.Values)
        {
            await PostgreSqlServer.DropAsync(server);
        }

        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}

internal static class ShopTransport
{
    /// <summary>For a host without a projection: the in-process transport would wait for one.</summary>
    public static CleanCqrsBuilder UseTransport(this CleanCqrsBuilder chain, IEventTransport transport)
    {
        chain.Services.AddSingleton(transport);
        return chain;
    }
}
