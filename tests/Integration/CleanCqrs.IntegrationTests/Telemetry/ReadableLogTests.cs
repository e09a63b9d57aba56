using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Telemetry;

/// <summary>The log of a host in which very much goes wrong can be read.</summary>
public sealed class ReadableLogTests : TelemetryTest
{
    private const int Streams = 2_000;
    private const int BatchSize = 500;

    [Fact]
    public async Task A_read_database_that_is_away_is_said_at_the_beginning_once_a_minute_and_at_the_end()
    {
        const int Minutes = 5;
        var host = await Bank.StartAsync(bank =>
        {
            bank.Time = Time;
            bank.Pooling = false;
            bank.Compose = chain => chain
                .UseInProcessTransport(BankSetup.TransportWithoutPatience)
                .AddRelay()
                .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection)
                .AddHealth();
        });
        BankFiles.TakeAway(Bank.Files.Read);
        await host.OpenAsync([.. Enumerable.Range(0, 30).Select(id => $"s{id}")]);

        var end = Time.GetUtcNow() + TimeSpan.FromMinutes(Minutes);
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return Time.GetUtcNow() >= end && Beginnings(host).Any();
            },
            "it is away for some minutes");
        BankFiles.BringBack(Bank.Files.Read);
        await Eventually.HoldsAsync(
            async () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return await host.FindTrailAsync("s29") == "opened";
            },
            "it is back");

        var lines = host.Log.Where(line => line.Level >= LogLevel.Warning).ToList();
        var minutes = (int)Math.Ceiling((Time.GetUtcNow() - end).TotalMinutes) + Minutes;
        lines.GroupBy(line => line.Message[..30]).ShouldAllBe(
            kind => kind.Count() <= 10 + minutes, string.Join('\n', lines.Select(line => line.Message)));
        lines.Count(line => line.Exception is not null).ShouldBeLessThanOrEqualTo(10);

        static IEnumerable<LogLine> Beginnings(BankHost host) => host.Log.Where(
            line => line.Message.StartsWith("Projection statements could not compare itself with history", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_thousand_dead_letters_are_some_lines_and_a_summary_at_the_latest_when_the_host_stops()
    {
        var host = await StartProjectionAsync(maxAttempts: 1);
        host.Probe.BeforeApplying = _ => throw new InvalidOperationException("The projector can't.");
        var events = Enumerable.Range(0, Streams).SelectMany(id => host.EnvelopesOf(Account.Open($"s{id}"))).ToList();

        foreach (var batch in events.Chunk(BatchSize))
        {
            await Incoming.DeliverAsync(batch);
        }

        await host.StopAsync();
        await host.DisposeAsync();

        var lines = host.Log.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Message).ToList();
        lines.Count.ShouldBeLessThanOrEqualTo(30, string.Join('\n', lines));
        lines.Count(line => line.Contains(" is a dead letter of projection ", StringComparison.Ordinal)).ShouldBe(10);
        lines.ShouldContain(
            $"{Streams - 10} more events became dead letters of projection {BankSetup.Statements} within a minute: the list of dead "
                + "letters names them");
    }
}
