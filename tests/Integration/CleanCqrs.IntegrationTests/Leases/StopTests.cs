using System.Data.Common;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.IntegrationTests.Leases;

public sealed class StopTests : LeaseTest
{
    [Fact]
    public async Task A_host_that_stops_leaves_its_ranges_to_the_others_at_once()
    {
        var (stopping, other) = (Build(), Build());
        await stopping.StartAsync();
        await Eventually.HoldsAsync(() => Bank.Leases().All(lease => lease.Owner is not null), "the first relay holds everything");
        await stopping.OpenAsync(Accounts());

        await stopping.StopAsync();

        Bank.Leases().ShouldAllBe(lease => lease.Owner == null);
        Bank.EverythingIsPublished().ShouldBeTrue("it has published what was pending before it left");
        (await AcquireAsync(other)).Ranges.Count.ShouldBe(8, "a single look is enough, and the one that left counts no more");
    }

    [Fact]
    public async Task A_host_that_stops_while_its_database_is_away_stops_and_says_when_others_take_over()
    {
        var host = Build(setup: bank => bank.Pooling = false);
        await host.StartAsync();
        await Eventually.HoldsAsync(() => Bank.Leases().All(lease => lease.Owner is not null), "the relay holds everything");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        BankFiles.TakeAway(Bank.Files.Write);

        await host.StopAsync();

        BankFiles.BringBack(Bank.Files.Write);
        host.Log.ShouldContain(line => line.Message.StartsWith("The relay could not give up its leases (", StringComparison.Ordinal)
            && line.Message.EndsWith("); others take over in 00:00:30", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_relay_that_is_stopped_while_it_takes_its_ranges_gives_up_those_that_it_has_got()
    {
        using var stop = new CancellationTokenSource();
        var stopping = Build(setup: bank => bank.Write = options => options.AddInterceptors(new AfterTaking(stop.Cancel)));
        await Should.ThrowAsync<OperationCanceledException>(stopping.Leases.AcquireAsync(Hour, stop.Token));
        Bank.Leases().Count(lease => lease.Owner is not null).ShouldBe(1);

        await stopping.Leases.ReleaseAsync(Token);

        Bank.Leases().ShouldAllBe(lease => lease.Owner == null);
        (await AcquireAsync(Build())).Ranges.Count.ShouldBe(8);
    }

    [Fact]
    public async Task A_waiting_relay_takes_over_what_another_gives_up_and_publishes_it()
    {
        var (first, second) = (Build(), Build());
        await first.StartAsync();
        await Eventually.HoldsAsync(() => Bank.Leases().All(lease => lease.Owner is not null), "the first relay holds everything");
        await second.StartAsync();
        await first.StopAsync();
        await first.OpenAsync(Accounts());

        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return Bank.EverythingIsPublished();
            },
            "the second relay publishes everything");
        Bank.Leases().Select(lease => lease.Owner).Distinct().Count().ShouldBe(1);
    }

    private sealed class AfterTaking(Action act) : DbCommandInterceptor
    {
        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("\"epoch\" = \"epoch\" + 1", StringComparison.Ordinal))
            {
                act();
            }

            return ValueTask.FromResult(result);
        }
    }
}
