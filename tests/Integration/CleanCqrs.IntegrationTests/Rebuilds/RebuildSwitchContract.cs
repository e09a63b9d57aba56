using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Projections;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>When a generation may take the place of another, and what is left of that one.</summary>
public abstract class RebuildSwitchContract : RebuildTest
{
    private const string Old = "opened +1 +2 +3";
    private const string New = "begin, in 1, in 2, in 3";

    private protected RebuildSwitchContract(IRebuiltBank bank)
        : base(bank)
    {
    }

    [Fact]
    public async Task The_former_generation_can_be_rolled_back_to_and_back_again()
    {
        var host = await StartChangedAsync(4);
        await BuildAsync(host);
        await host.Rebuilds.SwitchAsync(Statements, force: false, Token);
        await host.ChangeAsync("a1", account => account.Deposit(10));
        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a1") == $"{New}, in 10", "live events go on");

        await host.Rebuilds.RollBackAsync(Statements, "a test", Token);
        await IsInStateAsync(host, RebuildState.Current, 1);
        (await host.FindTrailAsync("a0")).ShouldBe(Old);
        (await host.FindTrailAsync("a1")).ShouldBe($"{Old}, in 10");
        await host.ChangeAsync("a2", account => account.Deposit(20));
        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a2") == $"{Old}, in 20", "live events go on");

        await host.Rebuilds.RollBackAsync(Statements, "a test", Token);
        await IsInStateAsync(host, RebuildState.Current, 2);
        (await host.FindTrailAsync("a2")).ShouldBe($"{New}, in 20");
        (await host.FindTrailAsync("a1")).ShouldBe($"{New}, in 10");
        (await host.FindVersionAsync("a2")).ShouldBe(5);
    }

    [Fact]
    public async Task Names_of_indexes_are_those_of_the_model_after_a_switch()
    {
        var host = await StartChangedAsync(2);
        var before = await Bank.IndexesOfAsync("statements");
        await BuildAsync(host);

        await host.Rebuilds.SwitchAsync(Statements, force: false, Token);

        before.Count.ShouldBe(1);
        (await Bank.IndexesOfAsync("statements")).ShouldBe(before);
        await host.Rebuilds.ForgetFormerAsync(Statements, Token);
        (await Bank.OtherTablesAsync()).ShouldBeEmpty();
        (await Bank.IndexesOfAsync("statements")).ShouldBe(before);
        await BuildAsync(host);
        (await host.Rebuilds.FindAsync(Statements, Token))!.Generation.Number.ShouldBe(3);
    }

    [Fact]
    public async Task A_generation_becomes_the_current_one_by_itself_where_that_was_asked_for()
    {
        var host = await StartChangedAsync(3);

        await BeginAsync(host, switchWhenReady: true);

        await IsInStateAsync(host, RebuildState.Current, 2);
        (await host.FindTrailAsync("a2")).ShouldBe(New);
        var refused = await Should.ThrowAsync<RebuildRefusedException>(BeginAsync(host));
        refused.Message.ShouldBe(
            "statements still keeps its former generation statements#1. Forget it first: then there is no way back to it.");
    }

    [Fact]
    public async Task An_event_that_fails_in_the_new_generation_alone_blocks_the_switch()
    {
        var host = await StartChangedAsync(3);
        host.Probe.FailAt("a1", 3);
        await BuildAsync(host);
        await Eventually.HoldsAsync(
            async () => (await host.Rebuilds.FindAsync(Statements, Token))!.Held is { Retrying: 1 }, "the event fails");

        var refused = await Should.ThrowAsync<RebuildRefusedException>(host.Rebuilds.SwitchAsync(Statements, force: false, Token));

        refused.Message.ShouldStartWith(
            "statements#2 can't take the place of statements, since it would lack something: Its projector fails with "
            + "bank.accounts.deposited.v1 at a1/3: ");
        refused.Message.ShouldContain("The projector can't.");
        (await host.FindTrailAsync("a0")).ShouldBe(Old);
        await host.Rebuilds.SwitchAsync(Statements, force: true, Token);
        (await host.FindTrailAsync("a0")).ShouldBe(New);
        (await host.FindTrailAsync("a1")).ShouldBe("begin, in 1");
        host.Probe.Heal();
        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a1") == New, "its retry goes on under the projection's name");
    }

    [Fact]
    public async Task What_hangs_on_the_tables_in_the_database_is_refused_at_the_start()
    {
        var host = await StartChangedAsync(1);
        await Bank.ExecuteReadAsync("CREATE VIEW rich AS SELECT * FROM statements WHERE balance > 1000");
        await Bank.ExecuteReadAsync("CREATE INDEX by_balance ON statements (balance)");
        await Bank.ExecuteReadAsync(
            "CREATE TABLE letters (account_id varchar(50), CONSTRAINT fk_letters_statements FOREIGN KEY (account_id) "
                + "REFERENCES statements (account_id))");

        var refused = await Should.ThrowAsync<RebuildRefusedException>(BeginAsync(host));

        refused.Message.ShouldContain("the view rich, which");
        refused.Message.ShouldContain("the index by_balance of the table statements, which the model does not know");
        refused.Message.ShouldContain("the foreign key of the table letters to the table statements");
        (await Bank.OtherTablesAsync()).ShouldBeEmpty();
        (await host.Rebuilds.FindAsync(Statements, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_projection_that_does_not_say_what_it_owns_is_refused()
    {
        var host = await StartAsync(projection => projection.AddProjector<StatementProjector>());

        var refused = await Should.ThrowAsync<RebuildRefusedException>(BeginAsync(host));

        refused.Message.ShouldBe(
            "The projection 'statements' does not say which rows it owns, so nobody knows what to build anew. Name them: "
            + "AddProjection(\"statements\", projection => projection.Owns<TRow>()).");
    }

    [Fact]
    public async Task Projections_that_own_a_table_together_are_rebuilt_together_or_refused()
    {
        var host = await StartAsync(
            projection => projection.AddProjector<StatementProjector>().Owns<Statement>().Owns<DepositTotal>(),
            bank =>
            {
                var compose = bank.Compose;
                bank.Compose = chain =>
                {
                    compose(chain);
                    chain.AddProjection(
                        TwoProjections.Deposits, projection => projection.AddProjector<DepositTotalProjector>().Owns<DepositTotal>());
                };
            });
        await FillAsync(host, 5);

        var refused = await Should.ThrowAsync<RebuildRefusedException>(BeginAsync(host));
        refused.Message.ShouldBe(
            "The projection 'deposits' owns the table deposit_totals, too. Rebuild it together with statements.");

        await host.Rebuilds.StartAsync([Statements, TwoProjections.Deposits], null, Token);
        await IsInStateAsync(host, RebuildState.Ready, 2);
        (await Bank.OtherTablesAsync()).Count.ShouldBe(2);
        await host.ChangeAsync("a0", account => account.Deposit(10));
        await Eventually.HoldsAsync(async () => await host.FindVersionAsync("a0", TwoProjections.Deposits) == 5, "it is projected");
        await host.Rebuilds.SwitchAsync(TwoProjections.Deposits, force: false, Token);
        (await host.Rebuilds.ListAsync(Token)).Select(status => (status.Generation.Name, status.Generation.State)).ShouldBe(
        [
            ("deposits#1", RebuildState.Former), ("deposits#2", RebuildState.Current),
            ("statements#1", RebuildState.Former), ("statements#2", RebuildState.Current),
        ]);
        (await host.FindTrailAsync("a0")).ShouldBe($"{Old} +10");
        (await host.FindVersionAsync("a0", TwoProjections.Deposits)).ShouldBe(5);
    }

    [Fact]
    public async Task Nobody_reads_an_older_state_than_before_while_generations_are_exchanged()
    {
        var host = await StartChangedAsync(3);
        await BuildAsync(host);
        using var stop = new CancellationTokenSource();
        var live = DepositUntilAsync(host, 3, stop.Token);
        var reads = 0;
        var reading = Task.Run(async () =>
        {
            var (version, balance) = (0L, 0L);
            for (; !stop.IsCancellationRequested; reads++)
            {
                var seen = await host.FindVersionAsync("a0");
                var row = (await host.FindStatementAsync("a0"))!;
                seen.ShouldBeGreaterThanOrEqualTo(version);
                row.Balance.ShouldBeGreaterThanOrEqualTo(balance);
                row.Balance.ShouldBeGreaterThanOrEqualTo(6 + seen - 4);
                (version, balance) = (seen, row.Balance);
            }
        }, Token);

        await host.Rebuilds.SwitchAsync(Statements, force: false, Token);
        var switched = reads;
        await Eventually.HoldsAsync(() => reads > switched + 20 || reading.IsCompleted, "it is read on");

        await stop.CancelAsync();
        await live;
        await reading;
    }

    [Fact]
    public async Task A_name_that_looks_like_a_generation_is_refused()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(Former, bank =>
            bank.Compose = chain => chain.AddProjection("orders#2", Former)));

        refused.Message.ShouldStartWith("The projection 'orders#2' can't have this name: ");
    }

    /// <summary>A host with a changed projector, on what the former one has left.</summary>
    private async Task<BankHost> StartChangedAsync(int accounts)
    {
        var first = await StartAsync(Former);
        await FillAsync(first, accounts);
        await first.StopAsync();
        return await StartAsync(Changed);
    }
}
