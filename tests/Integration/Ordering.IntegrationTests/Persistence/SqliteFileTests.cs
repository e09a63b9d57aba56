using System.Runtime.Versioning;
using CleanCqrs.Application.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.Persistence;
using Ordering.Infrastructure.Sqlite;

namespace Ordering.IntegrationTests.Persistence;

public sealed class SqliteFileTests : IDisposable
{
    private const long SynchronousFull = 2;

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    public SqliteFileTests() => _services = new ServiceCollection()
        .AddLogging()
        .AddOrderingSqlite(
            $"Data Source={_folder.Path}/new/write.db;Pooling=False", $"Data Source={_folder.Path}/new/read.db;Pooling=False")
        .BuildServiceProvider();

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_but_their_owner_reads_the_files_and_their_folder()
    {
        foreach (var schema in _services.GetServices<IModelSchema>())
        {
            await schema.MigrateAsync(TestContext.Current.CancellationToken);
        }

        // Somebody has the database open, so that SQLite keeps its files beside it.
        await using var scope = _services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<OrderingDbContext>();
        await context.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await context.Orders.CountAsync(TestContext.Current.CancellationToken);

        const UnixFileMode readAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var folder = Path.Combine(_folder.Path, "new");
        var files = Directory.GetFiles(folder);
        files.Select(Path.GetFileName).ShouldBeSubsetOf(
            ["write.db", "write.db-wal", "write.db-shm", "write.db.migrating", "read.db", "read.db.migrating"]);
        files.Select(Path.GetFileName).ShouldContain("write.db-wal");
        File.GetUnixFileMode(folder).ShouldBe(readAndWrite | UnixFileMode.UserExecute);
        files.ShouldAllBe(file => File.GetUnixFileMode(file) == readAndWrite);
    }

    [Fact]
    public async Task The_migrations_make_durable_databases_and_their_folder_and_can_be_repeated()
    {
        var token = TestContext.Current.CancellationToken;

        foreach (var schema in _services.GetServices<IModelSchema>())
        {
            await schema.MigrateAsync(token);
            await schema.MigrateAsync(token);
        }

        await using var scope = _services.CreateAsyncScope();
        foreach (var database in new[]
        {
            scope.ServiceProvider.GetRequiredService<OrderingDbContext>().Database,
            scope.ServiceProvider.GetRequiredService<OrderingReadDbContext>().Database,
        })
        {
            (await database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(token))
                .ShouldBe("wal");
            (await database.SqlQueryRaw<long>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync(token))
                .ShouldBe(SynchronousFull);
        }

        (await scope.ServiceProvider.GetRequiredService<OrderingDbContext>().Orders.CountAsync(token)).ShouldBe(0);
        (await scope.ServiceProvider.GetRequiredService<OrderingReadDbContext>().OrderSummaries.CountAsync(token)).ShouldBe(0);
    }
}
