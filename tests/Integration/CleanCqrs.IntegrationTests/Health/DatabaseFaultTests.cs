using CleanCqrs.Application.Health;
using CleanCqrs.Infrastructure.Health;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Health;

public sealed class DatabaseFaultTests : HealthTest
{
    [Fact]
    public async Task A_write_database_that_is_away_is_told_once_and_so_is_that_it_is_back()
    {
        var host = await StartWatchedAsync();
        SqliteConnection.ClearAllPools();
        // A machine that is overloaded may have given cause for a line before.
        var (told, back) = (Lines(host, LogLevel.Warning, "write-database is "), Lines(host, LogLevel.Information, "write-database is"));

        BankFiles.TakeAway(Bank.Files.Write);

        await SaysAsync(host, "write-database", "The write database has not answered for ");
        await SaysAsync(host, "relay", "rounds of the relay of this process failed");
        await SaysAsync(host, "transport", "of which nothing is heard");
        await SaysAsync(host, Projection, "history or the read database does not answer");
        await Eventually.HoldsAsync(() => Lines(host, LogLevel.Warning, "write-database is ") > told, "the log says it");
        Lines(host, LogLevel.Warning, "write-database is ").ShouldBe(told + 1, "once, however often it was sampled");

        BankFiles.BringBack(Bank.Files.Write);

        await IsHealthyAsync(host);
        await Eventually.HoldsAsync(() => Lines(host, LogLevel.Information, "write-database is healthy again") > back, "the log says it");
    }

    [Fact]
    public async Task A_read_database_that_is_away_is_told_and_commands_are_served()
    {
        var host = await StartWatchedAsync();
        SqliteConnection.ClearAllPools();

        BankFiles.TakeAway(Bank.Files.Read);
        await host.OpenAsync("a");

        await SaysAsync(host, "read-database", "The read database has not answered for ");
        await SaysAsync(host, Projection, "the read database does not answer");
        HealthOf(host).ShouldAllBe(part => part.Status != PartStatus.Unhealthy, "commands are accepted");

        BankFiles.BringBack(Bank.Files.Read);
        await IsHealthyAsync(host);
        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened", "what was committed meanwhile arrives");
    }

    [Fact]
    public async Task Without_both_databases_a_host_can_serve_nothing()
    {
        var host = await StartWatchedAsync();
        SqliteConnection.ClearAllPools();

        BankFiles.TakeAway(Bank.Files.Read);
        BankFiles.TakeAway(Bank.Files.Write);

        await SaysAsync(host, "read-database", PartStatus.Unhealthy, "No query succeeds");
        await SaysAsync(host, "write-database", PartStatus.Unhealthy, "No command succeeds");
        BankFiles.BringBack(Bank.Files.Read);
        BankFiles.BringBack(Bank.Files.Write);
        await IsHealthyAsync(host);
    }

    [Theory]
    [InlineData(HostServes.Commands, "write-database", PartStatus.Unhealthy)]
    [InlineData(HostServes.Queries, "write-database", PartStatus.Degraded)]
    [InlineData(HostServes.Neither, "write-database", PartStatus.Degraded)]
    public async Task What_a_host_is_there_for_decides_whether_it_is_ready(HostServes serves, string part, PartStatus status)
    {
        var host = await StartWatchedAsync(bank => bank.Services += services =>
            services.PostConfigure<HealthOptions>(options => options.Serves = serves));
        SqliteConnection.ClearAllPools();

        BankFiles.TakeAway(Bank.Files.Write);

        await SaysAsync(host, part, status, "has not answered");
    }

    [Fact]
    public async Task A_write_database_that_can_only_be_read_is_told()
    {
        var host = await StartWatchedAsync(bank => bank.Patience = TimeSpan.FromSeconds(1));

        using (var connection = new SqliteConnection(BankFiles.ConnectionTo(Bank.Files.Write, pooling: false)))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();

            await SaysAsync(host, "write-database", "can be read, but has not taken a write for ");
        }

        await IsHealthyAsync(host);
    }

    private static int Lines(BankHost host, LogLevel level, string begin) =>
        host.Log.Count(line => line.Level == level && line.Message.StartsWith(begin, StringComparison.Ordinal));
}
