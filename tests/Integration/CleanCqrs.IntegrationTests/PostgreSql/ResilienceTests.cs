using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CleanCqrs.IntegrationTests.PostgreSql;

/// <summary>
/// The database goes away under load, again and again. Every deposit has an amount of its own and is asked for once, so that a lost or
/// doubled one shows.
/// </summary>
public sealed class ResilienceTests
{
    private const int Accounts = 10;
    private readonly ConcurrentDictionary<string, ConcurrentBag<long>> _confirmed = [];
    private long _asked;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_or_doubled_while_connections_are_killed()
    {
        await using var bank = await PostgreSqlBank.CreateAsync();
        var host = await StartAsync(bank);

        await LoadAsync(host, async () =>
        {
            for (var round = 0; round < 15; round++)
            {
                var confirmed = Confirmed();
                await KillConnectionsAsync(bank);
                await Eventually.HoldsAsync(() => Confirmed() >= confirmed + 5, "deposits are taken again");
            }
        });

        await EndsWellAsync(host);
        await bank.DisposeAsync();
        await bank.DropAsync();
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_while_the_server_crashes()
    {
        await using var server = await OwnServer.StartAsync();
        await using var bank = await PostgreSqlBank.CreateAsync(In(server, "write"), In(server, "read"));
        var host = await StartAsync(bank);

        await LoadAsync(host, async () =>
        {
            for (var round = 0; round < 3; round++)
            {
                var confirmed = Confirmed();
                await server.CrashAsync();
                await server.ResumeAsync();
                await Eventually.HoldsAsync(() => Confirmed() >= confirmed + 20, "deposits are taken again");
            }
        });

        await EndsWellAsync(host);
    }

    private static string In(OwnServer server, string database) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database }.ToString();

    private static Task<long> KillConnectionsAsync(PostgreSqlBank bank)
    {
        var names = string.Join(", ", bank.DatabaseNames.Select(name => $"'{name}'"));
        return PostgreSqlServer.CountAsync(
            PostgreSqlServer.ServerOf(bank.Write),
            $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname IN ({names})");
    }

    private static async Task<BankHost> StartAsync(PostgreSqlBank bank)
    {
        var host = bank.Build(setup => setup.Compose = chain => chain
            .UseInProcessTransport(BankSetup.TransportWithoutPatience)
            .UsePostgreSqlNotifications(
                options => (options.ConnectionString, options.Retry.MaxDelay) = (bank.Write, TimeSpan.FromSeconds(1)))
            .AddRelay(options => options.Retry.MaxDelay = TimeSpan.FromSeconds(1))
            .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection));
        await host.OpenAsync(Enumerable.Range(0, Accounts).Select(Name));
        await host.StartAsync();
        return host;
    }

    private static string Name(int account) => $"account-{account}";

    private int Confirmed() => _confirmed.Values.Sum(amounts => amounts.Count);

    /// <summary>Deposits go on on every account, one at a time each, while something happens.</summary>
    private async Task LoadAsync(BankHost host, Func<Task> whatHappens)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var load = Enumerable.Range(0, Accounts).Select(account => Task.Run(() => DepositAsync(host, Name(account), over.Token), Token))
            .ToList();
        try
        {
            await whatHappens();
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(load);
        }
    }

    private async Task DepositAsync(BankHost host, string name, CancellationToken over)
    {
        var confirmed = _confirmed.GetOrAdd(name, _ => []);
        while (!over.IsCancellationRequested)
        {
            var amount = Interlocked.Increment(ref _asked);
            try
            {
                await host.ChangeAsync(name, account => account.Deposit(amount));
                confirmed.Add(amount);
            }
            catch (Exception exception) when (
                exception is DbUpdateException or DbException or InvalidOperationException or TimeoutException)
            {
                // The answer is lost: the deposit may be there, once, or not.
                TestContext.Current.TestOutputHelper?.WriteLine($"{name} {amount}: {exception.Message}");
            }
        }
    }

    private async Task EndsWellAsync(BankHost host)
    {
        await Eventually.HoldsAsync(
            async () => (await host.OutboxOperations.GetStatusAsync(Token)) is { Pending: 0, DeadLetters: 0, BlockedStreams: 0 },
            "everything is published");
        for (var number = 0; number < Accounts; number++)
        {
            var name = Name(number);
            await using var scope = host.Enter(out var context);
            var account = await context.Accounts.SingleAsync(row => row.Id == name, Token);
            await Eventually.HoldsAsync(
                async () => await host.FindVersionAsync(name) == account.Version, $"the projection has caught up with {name}");
            var traces = await host.OutboxTraces.TraceAsync(name, Token);
            traces.Select(trace => trace.Envelope.StreamVersion).ShouldBe(
                Enumerable.Range(1, (int)account.Version).Select(version => (long)version));
            var statement = (await host.FindStatementAsync(name))!;
            statement.Balance.ShouldBe(account.Balance);
            var amounts = statement.Trail.Split(' ')[1..].Select(step => long.Parse(step[1..], CultureInfo.InvariantCulture)).ToList();
            amounts.Count.ShouldBe((int)account.Version - 1);
            amounts.ShouldBeUnique();
            _confirmed[name].Except(amounts).ShouldBeEmpty();
        }
    }
}
