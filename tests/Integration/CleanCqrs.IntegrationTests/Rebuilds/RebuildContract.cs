using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>A projection is rebuilt beside live events, and everybody sees the one generation or the other.</summary>
public abstract class RebuildContract : RebuildTest
{
    private protected RebuildContract(IRebuiltBank bank)
        : base(bank)
    {
    }

    [Fact]
    public async Task A_changed_projector_is_applied_to_all_events_beside_live_ones()
    {
        var first = await StartAsync(Former);
        await FillAsync(first, 30);
        await first.StopAsync();
        var host = await StartAsync(Changed);
        using var stop = new CancellationTokenSource();
        var live = DepositUntilAsync(host, 30, stop.Token);

        await BuildAsync(host);
        (await host.ReadStatementsAsync()).Values.ShouldAllBe(row => row.Trail.StartsWith("opened +1 +2 +3"));
        await host.Rebuilds.SwitchAsync(Statements, force: false, Token);

        await host.OpenAsync("late");
        await stop.CancelAsync();
        var deposits = await live;
        await Eventually.HoldsAsync(
            async () => (await host.ReadStatementsAsync()).Values.Sum(row => row.Balance) == (30 * 6) + deposits, "all is projected");
        var statements = await host.ReadStatementsAsync();
        await Eventually.HoldsAsync(async () => (statements = await host.ReadStatementsAsync()).ContainsKey("late"), "live events go on");
        for (var i = 0; i < 30; i++)
        {
            var later = Enumerable.Repeat(", in 1", (deposits / 30) + (i < deposits % 30 ? 1 : 0));
            statements[$"a{i}"].Trail.ShouldBe($"begin, in 1, in 2, in 3{string.Concat(later)}");
        }

        host.Log.ShouldAllBe(line => line.Level < Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task A_generation_that_is_cancelled_leaves_nothing_behind()
    {
        var host = await StartAsync(Former);
        await FillAsync(host, 5);
        await BuildAsync(host);
        (await Bank.OtherTablesAsync()).Count.ShouldBe(1);

        await host.Rebuilds.CancelAsync(Statements, Token);

        (await Bank.OtherTablesAsync()).ShouldBeEmpty();
        (await host.Rebuilds.FindAsync(Statements, Token)).ShouldBeNull();
        (await host.FindVersionAsync("a0", $"{Statements}#2")).ShouldBe(0);
        await host.ChangeAsync("a0", account => account.Deposit(10));
        await Eventually.HoldsAsync(async () => await host.FindVersionAsync("a0") == 5, "the current one goes on");
        await BuildAsync(host);
    }

    [Fact]
    public async Task What_follows_from_the_same_events_is_the_same_while_live_events_go_on()
    {
        var host = await StartAsync(Former);
        await FillAsync(host, 20);
        await BuildAsync(host);
        using var stop = new CancellationTokenSource();
        var live = DepositUntilAsync(host, 20, stop.Token);

        var compared = await host.Rebuilds.CompareAsync(Statements, new ComparisonOptions { PageSize = 7 }, Token);

        await stop.CancelAsync();
        await live;
        compared.Differences.ShouldBeEmpty();
        (compared.RowsCompared, compared.StreamsBehind).ShouldBe((20, 0));
    }

    [Fact]
    public async Task What_a_changed_projector_makes_otherwise_is_named()
    {
        var first = await StartAsync(Former);
        await FillAsync(first, 3);
        await first.StopAsync();
        var host = await StartAsync(Changed);
        await BuildAsync(host);

        var compared = await host.Rebuilds.CompareAsync(Statements, null, Token);

        compared.Differences.Select(found => (found.Key, found.Column, found.Current, found.Next)).ShouldBe(
            [.. Enumerable.Range(0, 3).Select(i => ($"a{i}", "trail", "opened +1 +2 +3", "begin, in 1, in 2, in 3"))], ignoreOrder: true);
        (compared.CurrentRows, compared.NextRows).ShouldBe((3, 3));
    }

    [Fact]
    public async Task A_row_that_is_lost_is_named_also_while_the_next_generation_does_not_have_it_yet()
    {
        var host = await StartAsync(Former, bank => bank.Services += services => services.PostConfigureAll<ProjectionOptions>(
            options => options.CatchUpDelay = TimeSpan.FromSeconds(3)));
        await FillAsync(host, 3);
        await BuildAsync(host);
        await FillAsync(host, 1, "late");
        await Bank.ExecuteReadAsync("DELETE FROM statements WHERE account_id = 'late0'");

        var compared = await host.Rebuilds.CompareAsync(Statements, null, Token);

        compared.Differences.Select(found => (found.Key, found.Column, found.Current)).ShouldBe([("late0", null, null)]);
    }
}
