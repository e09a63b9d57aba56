using CleanCqrs.Application.Rebuilds;
using CleanCqrs.IntegrationTests.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>What projectors do, and what becomes of it, while a generation is built.</summary>
public abstract class RebuildProjectorContract : RebuildTest
{
    private protected RebuildProjectorContract(IRebuiltBank bank)
        : base(bank)
    {
    }

    [Fact]
    public async Task Rows_are_made_again_and_side_effects_are_not()
    {
        var host = await StartAsync(
            projection => projection.AddSideEffects<StatementMail>().AddProjector<WordyStatementProjector>()
                .AddProjector<ReplayWitness>().Owns<Statement>(),
            bank => bank.Services += services => services.AddSingleton<StatementMail.Sent>().AddSingleton<ReplayWitness.Seen>());
        await FillAsync(host, 4);
        var looks = host.Probe.Prefetches.Count;

        await BuildAsync(host);

        host.Services.GetRequiredService<StatementMail.Sent>().Order().ShouldBe(["a0", "a1", "a2", "a3"]);
        host.Services.GetRequiredService<ReplayWitness.Seen>().Order().ShouldBe(
            [.. Enumerable.Range(0, 4).SelectMany(i => new[] { ($"a{i}", false), ($"a{i}", true) })]);
        host.Probe.Prefetches.Count.ShouldBeGreaterThan(looks);
        host.Probe.Prefetches.ShouldAllBe(look => !look.InTransaction);
        await host.Rebuilds.SwitchAsync(Statements, force: false, Token);
        await host.OpenAsync("new");
        await Eventually.HoldsAsync(
            () => host.Services.GetRequiredService<StatementMail.Sent>().Contains("new"), "side effects go on with live events");
    }

    [Fact]
    public async Task Statements_that_name_tables_by_hand_mean_those_of_the_generation()
    {
        var host = await StartAsync(projection => projection.AddProjector<HandwrittenStatementProjector>().Owns<Statement>());
        await FillAsync(host, 6);

        await BuildAsync(host);

        (await host.ReadStatementsAsync()).Values.ShouldAllBe(row => row.Trail == "statements: 1 2 3" && row.Balance == 6);
        var compared = await host.Rebuilds.CompareAsync(Statements, null, Token);
        (compared.IsEqual, compared.NextRows).ShouldBe((true, 6));
        await host.Rebuilds.SwitchAsync(Statements, force: false, Token);
        (await host.ReadStatementsAsync()).Values.ShouldAllBe(row => row.Trail == "statements: 1 2 3" && row.Balance == 6);
    }

    [Theory]
    [InlineData("tracked")]
    [InlineData("bulk")]
    [InlineData("raw")]
    public async Task Rows_that_a_projection_does_not_own_are_never_changed_by_a_rebuild(string way)
    {
        var host = await StartAsync(projection => projection.AddProjector<MeddlingProjector>().Owns<Statement>());
        await host.SaveAsync(context =>
        {
            var account = Account.Open(way);
            account.Deposit(1);
            context.Add(account);
            return Task.CompletedTask;
        });
        await Eventually.HoldsAsync(async () => await host.FindVersionAsync(way) == 2, "it is projected");
        await Bank.ExecuteReadAsync("DELETE FROM deposit_totals");
        await Bank.ExecuteReadAsync("INSERT INTO deposit_totals (account_id, deposits, amount) VALUES ('kept', 1, 7)");

        await BuildAsync(host);
        await Eventually.HoldsAsync(
            async () => (await host.Rebuilds.FindAsync(Statements, Token))!.Held is { Retrying: 1 }, "the event is refused");

        await using var scope = host.Services.CreateAsyncScope();
        var totals = await scope.ServiceProvider.GetRequiredService<StatementContext>().DepositTotals.AsNoTracking().ToListAsync(Token);
        totals.Select(row => (row.AccountId, row.Amount)).ShouldBe([("kept", 7)]);
        var refused = await Should.ThrowAsync<RebuildRefusedException>(host.Rebuilds.SwitchAsync(Statements, force: false, Token));
        refused.Message.ShouldContain("its projector would change deposit_totals, which the projection does not own");
    }

    [Fact]
    public async Task A_rebuild_that_was_cut_off_goes_on_where_it_was()
    {
        var first = await StartAsync(Former);
        await FillAsync(first, 700);
        first.Probe.BeforeApplyingCancellable = async (envelope, token) =>
        {
            if (envelope.StreamId == "a600")
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
        };
        await BeginAsync(first);
        await Eventually.HoldsAsync(async () => await first.FindVersionAsync("a10", $"{Statements}#2") == 4, "a part of it is built");
        await first.StopAsync();

        var second = await StartAsync(Former);

        await IsInStateAsync(second, RebuildState.Ready, 2);
        await Eventually.HoldsAsync(
            async () => await second.FindVersionAsync("a600", $"{Statements}#2") == 4, "what was cut off is applied, or tried again");
        second.Probe.Attempts.ShouldNotContain("a10/1");
        second.Probe.Attempts.ShouldContain("a600/1");
        (await second.Rebuilds.CompareAsync(Statements, null, Token)).IsEqual.ShouldBeTrue();
    }
}
