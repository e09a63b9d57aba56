using Billing.ReadModel;
using Billing.Storage;
using CleanCqrs.KafkaCluster;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Billing.IntegrationTests;

/// <summary>The system on databases of its own, with any number of instances.</summary>
internal sealed class BillingSystem : IAsyncDisposable
{
    private static readonly string[] _topics = ["billing.customers", "billing.invoices", "billing.payments"];

    private readonly List<IHost> _hosts = [];
    private readonly TemporaryFolder _folder;
    private readonly IKafkaCluster? _cluster;

    private BillingSystem(BillingOptions options, TemporaryFolder folder, IKafkaCluster? cluster) =>
        (Options, _folder, _cluster) = (options, folder, cluster);

    public BillingOptions Options { get; private set; }

    public IReadOnlyList<IHost> Hosts => _hosts;

    public static async Task<BillingSystem> CreateAsync(BillingShape shape)
    {
        var cluster = shape.UsesKafka ? await KafkaClusterFixture.StartAsync() : null;
        foreach (var topic in cluster is null ? [] : _topics)
        {
            await cluster!.CreateTopicAsync(topic, partitions: 6);
        }

        var folder = new TemporaryFolder();
        var system = new BillingSystem(
            new BillingOptions
            {
                UsesPostgreSql = shape.UsesPostgreSql,
                Write = shape.UsesPostgreSql ? PostgreSqlServer.ConnectionToNewDatabase() : Path.Combine(folder.Path, "write.db"),
                Read = shape.UsesPostgreSql ? PostgreSqlServer.ConnectionToNewDatabase() : Path.Combine(folder.Path, "read.db"),
                Kafka = cluster?.BootstrapServers,
                Lanes = shape.Lanes,
                PartitionsBalances = shape.PartitionsBalances,
            },
            folder,
            cluster);
        using var host = BillingHost.Build(system.Options);
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BillingContext>().Database.EnsureCreatedAsync(TestRun.Token);
        await scope.ServiceProvider.GetRequiredService<BillingReadContext>().Database.EnsureCreatedAsync(TestRun.Token);
        return system;
    }

    /// <summary>An instance that takes commands and answers queries, and neither publishes nor projects.</summary>
    public void Connect() => _hosts.Add(BillingHost.Build(Options));

    /// <summary>Starts instances, which share the work.</summary>
    public async Task StartAsync(int instances)
    {
        for (var i = 0; i < instances; i++)
        {
            Connect();
            await _hosts[^1].StartAsync(TestRun.Token);
        }
    }

    /// <summary>The same write model, with an empty read model, and all events to be published again in batches of a size.</summary>
    public async Task StartAgainAsync(int batchSize)
    {
        await StopAsync();
        Options = Options with { BatchSize = batchSize };
        Connect();
        await using (var scope = _hosts[0].Services.CreateAsyncScope())
        {
            var views = scope.ServiceProvider.GetRequiredService<BillingReadContext>().Database;
            await views.EnsureDeletedAsync(TestRun.Token);
            await views.EnsureCreatedAsync(TestRun.Token);
            await scope.ServiceProvider.GetRequiredService<BillingContext>().Database.ExecuteSqlRawAsync(
                Options.UsesPostgreSql ? "UPDATE billing.outbox_messages SET status = 0" : "UPDATE outbox_messages SET status = 0",
                TestRun.Token);
        }

        await _hosts[0].StartAsync(TestRun.Token);
    }

    /// <summary>Another release.</summary>
    public void Change(Func<BillingOptions, BillingOptions> change) => Options = change(Options);

    /// <summary>Takes everything out of tables of the read database, at one moment, whatever is under way.</summary>
    public async Task EmptyAsync(params IReadOnlyList<string> tables)
    {
        await using var scope = _hosts[0].Services.CreateAsyncScope();
        var views = scope.ServiceProvider.GetRequiredService<BillingReadContext>().Database;
        if (Options.UsesPostgreSql)
        {
            var truncate = $"TRUNCATE {string.Join(", ", tables.Select(table => $"billing_views.\"{table}\""))}";
            await Eventually.HoldsAsync(() => IsDoneAsync(views, truncate), "the tables are emptied");
            return;
        }

        await using var transaction = await views.BeginTransactionAsync(TestRun.Token);
        foreach (var table in tables)
        {
            await views.ExecuteSqlRawAsync($"DELETE FROM \"{table}\"", TestRun.Token);
        }

        await transaction.CommitAsync(TestRun.Token);
    }

    /// <returns>Whether it is done; not, when it was chosen as the victim of a deadlock with a projection.</returns>
    private static async Task<bool> IsDoneAsync(DatabaseFacade database, string statement)
    {
        try
        {
            await database.ExecuteSqlRawAsync(statement, TestRun.Token);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            return false;
        }
    }

    public async Task StopAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync(TestRun.Token);
            host.Dispose();
        }

        _hosts.Clear();
    }

    public async Task<T> SendAsync<T>(IRequest<T> request, int instance = 0)
    {
        await using var scope = _hosts[instance % _hosts.Count].Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, TestRun.Token);
    }

    public async Task<T> ReadAsync<T>(Func<BillingReadContext, Task<T>> query)
    {
        await using var scope = _hosts[0].Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<BillingReadContext>());
    }

    public async Task<T> ReadWrittenAsync<T>(Func<BillingContext, Task<T>> query)
    {
        await using var scope = _hosts[0].Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<BillingContext>());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        if (Options.UsesPostgreSql)
        {
            await PostgreSqlServer.DropAsync(Options.Write);
            await PostgreSqlServer.DropAsync(Options.Read);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}
