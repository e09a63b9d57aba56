using System.Text;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>
/// The statements that SQL Server would be sent outside of transactions of the store, for a reviewer to read, since there is not always a server to ask. To approve a change that is meant, run this
/// test with <c>CLEANCQRS_APPROVE_STATEMENTS=true</c> and commit the file.
/// </summary>
public sealed class SqlServerStatementsTests
{
    private static readonly DateTimeOffset _now = new(2031, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly NoSqlServer _server = new();
    private readonly StringBuilder _text = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SQL_Server_is_sent_the_statements_that_were_approved()
    {
        await using var services = Connect();
        var outbox = services.GetRequiredService<IOutboxStore>();
        var leases = services.GetRequiredService<IBucketLeases>();
        await using var scope = services.CreateAsyncScope();
        _text.Append("-- The tables of the write database\n").Append(scope.ServiceProvider.GetRequiredService<WalletContext>().Database.GenerateCreateScript());
        _text.Append("\n-- The tables of the read database\n").Append(scope.ServiceProvider.GetRequiredService<WalletViewContext>().Database.GenerateCreateScript());

        var wallets = Enumerable.Range(1, 3).Select(number => Wallet.Open(new Guid(number, 0, 0, new byte[8]), _now)).ToList();
        wallets.ForEach(wallet => wallet.Change(1, _now));
        wallets.ForEach(scope.ServiceProvider.GetRequiredService<IWallets>().Add);
        await WriteAsync("Save three aggregates with two events each", scope.ServiceProvider.GetRequiredService<IUnitOfWork>().SaveChangesAsync(Token));

        var lease = await leases.AcquireAsync(TimeSpan.FromSeconds(30), Token);
        await WriteAsync("Acquire leases", Task.CompletedTask);
        await WriteAsync("Renew leases", leases.RenewAsync(TimeSpan.FromSeconds(30), Token));
        await WriteAsync("Release leases", leases.ReleaseAsync(Token));
        await WriteAsync("Read pending messages, all ranges", outbox.ReadPendingAsync(lease, 500, _now, Token));
        var shared = lease with { Ranges = [.. lease.Ranges.Take(2)] };
        await WriteAsync("Read pending messages, two ranges", outbox.ReadPendingAsync(shared, 500, _now, Token));
        await WriteAsync("List dead letters", outbox.ListDeadLettersAsync(100, Token));
        await WriteAsync("Record an outage", outbox.RecordOutageAsync(new TransportOutage(1, _now, "away"), Token));
        await WriteAsync("End an outage", outbox.RecordOutageAsync(null, Token));

        var projections = services.GetRequiredService<IProjectionStore>();
        await WriteAsync("Load versions and held events of streams", projections.RunAsync(
            "projection",
            async (session, token) =>
            {
                await session.LoadVersionsAsync(["a", "b"], token);
                await session.LoadHeldAsync(["a", "b"], token);
            },
            Token));
        await WriteAsync("Read due events", projections.ReadDueAsync("projection", _now, 100, Token));
        await WriteAsync("Redrive a held event", projections.RedriveAsync("projection", "a", _now, Token));
        await WriteAsync("Delete published messages", services.GetRequiredService<IRetentionStore>().DeletePublishedAsync(_now, 0, 1_000, Token));
        await WriteAsync("Delete idempotency keys", services.GetRequiredService<IRetentionStore>().DeleteIdempotencyKeysAsync(_now, 1_000, Token));

        Approve(_text.Replace("\r\n", "\n").ToString());
    }

    private static void Approve(string received)
    {
        var approved = Path.Combine(
            Repository.Root, "tests", "Integration", "CleanCqrs.IntegrationTests", "Stores", "SqlServerStatements.approved.txt");
        if (Environment.GetEnvironmentVariable("CLEANCQRS_APPROVE_STATEMENTS") == "true")
        {
            File.WriteAllText(approved, received);
        }

        received.ShouldBe(File.ReadAllText(approved).ReplaceLineEndings("\n"));
    }

    private async Task WriteAsync(string what, Task work)
    {
        await work;
        _text.Append($"\n-- {what}\n{_server.Take()}\n");
    }

    private ServiceProvider Connect()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDbContextPool<WalletContext>(options => options.UseSqlServer("Server=nowhere").AddInterceptors(_server));
        services.AddDbContextPool<WalletViewContext>(options => options.UseSqlServer("Server=nowhere").AddInterceptors(_server));
        services.AddScoped<IWallets, Wallets>();
        services.AddCleanCqrs(typeof(Wallet).Assembly).UseEntityFrameworkCore<WalletContext, WalletViewContext>();
        return services.BuildServiceProvider(validateScopes: true);
    }
}
