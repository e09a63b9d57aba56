using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Projections;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.History;

/// <summary>A bank whose projections look for what they lack at once.</summary>
public abstract class HistoryTest : BankTest
{
    protected static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    protected static void InAHurry(BankSetup bank) => bank.Services += services => services.PostConfigureAll<ProjectionOptions>(options =>
    {
        (options.HealAfter, options.CatchUpDelay, options.PollInterval) = (Soon, Soon, Soon);
        options.WaitForCatchUp = true;
    });

    protected Task<BankHost> StartAsync(Action<BankSetup>? setup = null) => Bank.StartAsync(bank =>
    {
        InAHurry(bank);
        setup?.Invoke(bank);
    });

    protected Task<BankHost> StartTwoAsync() => StartAsync(bank => bank.Compose = chain =>
    {
        TwoProjections.Compose(chain);
        Infrastructure.CleanCqrsExtensions.AddRelay(chain);
    });

    /// <summary>Accounts with some deposits each, all of it projected.</summary>
    protected static async Task FillAsync(BankHost host, int accounts, string prefix = "a")
    {
        await host.SaveAsync(context =>
        {
            for (var i = 0; i < accounts; i++)
            {
                var account = Account.Open($"{prefix}{i}");
                account.DepositAll(1, 2, 3);
                context.Add(account);
            }

            return Task.CompletedTask;
        });
        await HasStatementsAsync(host, accounts, prefix);
    }

    protected static Task HasStatementsAsync(BankHost host, int accounts, string prefix = "a") => Eventually.HoldsAsync(
        async () => (await host.ReadStatementsAsync()).Values.Count(
            row => row.AccountId.StartsWith(prefix, StringComparison.Ordinal) && row.Balance == 6) == accounts,
        $"{accounts} accounts have their statements");

    protected static async Task<List<DepositTotal>> TotalsAsync(BankHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StatementContext>().DepositTotals.AsNoTracking().ToListAsync(Token);
    }

    /// <summary>Does something to the read database that no host would do.</summary>
    protected void ExecuteRead(string sql) => Execute(Bank.Files.Read, sql);

    /// <summary>Does something to the write database that no host would do.</summary>
    protected void ExecuteWrite(string sql) => Execute(Bank.Files.Write, sql);

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(file));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout = 30000; {sql}";
        command.ExecuteNonQuery();
    }

    protected object? ReadReadModel(string sql)
    {
        using var connection = new SqliteConnection(BankFiles.ConnectionTo(Bank.Files.Read));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    protected void EmptyReadModel() => ExecuteRead(
        "BEGIN IMMEDIATE; DELETE FROM statements; DELETE FROM deposit_totals; DELETE FROM projection_streams; DELETE FROM "
            + "projection_held_events; DELETE FROM projection_progress; DELETE FROM projection_followers; DELETE FROM projection_holes; "
            + "COMMIT");
}
