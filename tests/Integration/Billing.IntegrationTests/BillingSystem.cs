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
    private IKafkaCluster? _cluster;

    private BillingSystem(BillingOptions options, TemporaryFolder folder) => (Options, _folder) = (options, folder);

    public BillingOptions Options { get; private set; }

    public IReadOnlyList<IHost> Hosts => _hosts;

    /// <summary>What instances that start from now on have besides.</summary>
    public Action<HostApplicationBuilder>? Setup { get; set; }

    public static async Task<BillingSystem> CreateAsync(BillingShape shape)
    {
        var cluster = shape.UsesKafka ? await KafkaClusterFixture.StartAsync() : null;

        // A real broker is shared, and keeps what it has.
        var prefix = cluster is { CanInjectFaults: false } ? KafkaNames.Unique("billing") : string.Empty;
        if (cluster is not null)
        {
            await CreateTopicsAsync(cluster, prefix);
        }

        var system = await CreateAsync(shape, cluster?.BootstrapServers, options => options with { KafkaPrefix = prefix });
        system._cluster = cluster;
        return system;
    }

    /// <summary>Creates the topics of a system with a prefix.</summary>
    public static async Task CreateTopicsAsync(IKafkaCluster cluster, string prefix)
    {
        foreach (var topic in _topics)
        {
            await cluster.CreateTopicAsync(prefix + topic, partitions: 6);
        }
    }

    /// <summary>A system on brokers that others may use, too.</summary>
    public static async Task<BillingSystem> CreateAsync(
        BillingShape shape, string? brokers, Func<BillingOptions, BillingOptions> adapt)
    {
        var folder = new TemporaryFolder();
        var system = new BillingSystem(
            adapt(new BillingOptions
            {
                UsesPostgreSql = shape.UsesPostgreSql,
                Write = shape.UsesPostgreSql ? PostgreSqlServer.ConnectionToNewDatabase() : Path.Combine(folder.Path, "write.db"),
                Read = shape.UsesPostgreSql ? PostgreSqlServer.ConnectionToNewDatabase() : Path.Combine(folder.Path, "read.db"),
                Kafka = brokers,
                Lanes = shape.Lanes,
                PartitionsBalances = shape.PartitionsBalances,
            }),
            folder);
        using var host = BillingHost.Build(system.Options);
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BillingContext>().Database.EnsureCreatedAsync(TestRun.Token);
        await scope.ServiceProvider.GetRequiredService<BillingReadContext>().Database.EnsureCreatedAsync(TestRun.Token);
        return system;
    }

    /// <summary>Changes the options of the instances that start from now on.</summary>
    public void Configure(Func<BillingOptions, BillingOptions> change) => Options = change(Options);

    /// <summary>An instance that takes commands and answers queries, and neither publishes nor projects.</summary>
    public void Connect() => _hosts.Add(BillingHost.Build(Options, Setup));

    /// <summary>Starts instances whose clocks are wrong, each by a time of its own.</summary>
    public async Task StartAsync(IEnumerable<TimeSpan> ahead)
    {
        foreach (var clock in ahead.Select(time => new WrongClock(time)))
        {
            _hosts.Add(BillingHost.Build(Options, builder => builder.Services.AddSingleton<TimeProvider>(clock)));
            await StartLastAsync();
        }
    }

    /// <summary>Deletes every row of a table of the outbox, as a tool does that resets a database between tests.</summary>
    public Task EmptyAsync(string table) => ReadWrittenAsync(context => context.Database.ExecuteSqlRawAsync(
        Options.UsesPostgreSql ? $"DELETE FROM billing.{table}" : $"DELETE FROM {table}", TestRun.Token));

    /// <summary>Starts instances, which share the work.</summary>
    public async Task StartAsync(int instances)
    {
        for (var i = 0; i < instances; i++)
        {
            Connect();
            await StartLastAsync();
        }
    }

    /// <summary>One that does not start can't be stopped either.</summary>
    private async Task StartLastAsync()
    {
        try
        {
            await _hosts[^1].StartAsync(TestRun.Token);
        }
        catch
        {
            _hosts.RemoveAt(_hosts.Count - 1);
            throw;
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
            var delete = $"DELETE FROM \"{table}\"";
            await views.ExecuteSqlRawAsync(delete, TestRun.Token);
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

    /// <summary>Copies one of the databases while no instance runs.</summary>
    public async Task BackUpAsync(string database)
    {
        if (Options.UsesPostgreSql)
        {
            await CopyAsync(database, BackupOf(database));
        }
        else
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            File.Copy(database, BackupOf(database));
        }
    }

    /// <summary>Puts a database back to its copy while no instance runs.</summary>
    public async Task RestoreAsync(string database)
    {
        if (Options.UsesPostgreSql)
        {
            await PostgreSqlServer.DropAsync(database);
            await CopyAsync(BackupOf(database), database);
            await PostgreSqlServer.DropAsync(BackupOf(database));
            return;
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Copy(BackupOf(database), database, overwrite: true);
        File.Delete(database + "-wal");
        File.Delete(database + "-shm");
    }

    private static Task CopyAsync(string from, string to)
    {
        NpgsqlConnection.ClearAllPools();
        return PostgreSqlServer.ExecuteAsync(
            PostgreSqlServer.ServerOf(from), $"CREATE DATABASE \"{NameOf(to)}\" TEMPLATE \"{NameOf(from)}\"");

        static string? NameOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Database;
    }

    private string BackupOf(string database)
    {
        if (!Options.UsesPostgreSql)
        {
            return database + ".backup";
        }

        var connection = new NpgsqlConnectionStringBuilder(database);
        connection.Database += "_backup";
        return connection.ToString();
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
