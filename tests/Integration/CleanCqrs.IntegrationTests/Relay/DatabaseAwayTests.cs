using System.Globalization;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Relay;

public sealed class DatabaseAwayTests : RelayTest
{
    [Fact]
    public async Task A_relay_whose_database_goes_away_resumes_by_itself_and_does_not_flood_the_log()
    {
        var host = Build(setup: bank => bank.Pooling = false);
        await host.StartAsync();
        await host.OpenAsync("a");
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return Transport.Delivered.Contains("a/1") && Bank.EverythingIsPublished();
            },
            "the relay works");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        BankFiles.TakeAway(Bank.Files.Write);
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMinutes(1));
                return Complaints(host).Count >= 3;
            },
            "the relay has noticed");
        BankFiles.BringBack(Bank.Files.Write);
        await host.OpenAsync("b");
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMinutes(1));
                return Transport.Delivered.Contains("b/1");
            },
            "the relay has resumed");

        Complaints(host).Count(line => line.Level == LogLevel.Error).ShouldBe(1, "one error at the start");
        Complaints(host).Count(line => line.Exception is not null).ShouldBe(1, "one stack trace at the start");
        host.Log.ShouldContain(line => line.Message.StartsWith("The outbox can be read again, after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_pauses_of_a_relay_without_a_database_grow()
    {
        var host = Build(setup: bank => bank.Pooling = false);
        BankFiles.TakeAway(Bank.Files.Write);
        await host.StartAsync();

        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return Complaints(host).Count >= 2;
            },
            "a minute later the relay says that it goes on trying");
        BankFiles.BringBack(Bank.Files.Write);

        var pauses = Complaints(host).Select(line => TimeSpan.Parse(line.Message[^8..], CultureInfo.InvariantCulture)).ToList();
        pauses[0].ShouldBe(TimeSpan.FromSeconds(1));
        pauses[1].ShouldBeGreaterThan(pauses[0]);
    }

    private static List<LogLine> Complaints(BankHost host) =>
        [.. host.Log.Where(line => line.Message.StartsWith("The relay could not work on the outbox", StringComparison.Ordinal))];
}
