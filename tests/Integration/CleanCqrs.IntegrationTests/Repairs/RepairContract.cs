using CleanCqrs.Application.Audit;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Repairs;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Rebuilds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Repairs;

/// <summary>Rows of a projection that differ from what follows from the events are found and put right, beside live events.</summary>
public abstract class RepairContract : RebuildTest
{
    private protected RepairContract(IRebuiltBank bank)
        : base(bank)
    {
    }

    [Fact]
    public async Task Rows_that_somebody_has_changed_deleted_or_added_are_found_and_repaired_beside_live_events()
    {
        var host = await StartAsync(Former, InAHurry);
        await FillAsync(host, 5);
        await FillAsync(host, 3, "b");
        await Bank.ExecuteReadAsync(
            "UPDATE statements SET owner = 'nobody' WHERE account_id = 'b0'; DELETE FROM statements WHERE account_id = 'b1'; "
                + "INSERT INTO statements (account_id, owner, balance, is_closed, trail) VALUES ('ghost', 'x', 1, false, '')");
        using var stop = new CancellationTokenSource();
        var live = DepositUntilAsync(host, 5, stop.Token);

        (await CompareAsync(host)).ShouldBe("b0 owner nobody/owner of b0, b1 missing, ghost extra");
        (await CompareAsync(host, new ComparisonOptions { Rows = [RowOf("ghost"), RowOf("a0")], MaxDifferences = 1 }))
            .ShouldBe("ghost extra", "the limit is one for rows that were chosen");
        var one = await RepairsOf(host).RepairAsync(
            Statements, [RowOf("b0"), RowOf("a0"), RowOf("b0"), RowOf("nobody")], "Ada", "It was spoilt.", Token);
        one.ShouldBe(new RepairedRows(Deleted: 0, Inserted: 0, Updated: 1, Streams: 0) { Unchanged = 2 });
        (await CompareAsync(host)).ShouldBe("b1 missing, ghost extra");
        var all = await RepairsOf(host).RepairAllAsync(Statements, "Ada", "The rest.", Token);

        all.ShouldBe(new RepairedRows(Deleted: 1, Inserted: 1, Updated: 0, Streams: 0));
        (await Bank.OtherTablesAsync()).ShouldBeEmpty();
        await stop.CancelAsync();
        var deposits = await live;
        await Eventually.HoldsAsync(
            async () => (await host.ReadStatementsAsync()).Values.Sum(row => row.Balance) == (8 * 6) + deposits, "all is projected");
        (await CompareAsync(host)).ShouldBeEmpty();
        (await Bank.OtherTablesAsync()).ShouldBeEmpty("nothing differs, so nothing is kept");
        host.Log.ShouldContain(line => line.Message.Contains(
            "Projection statements was repaired from its events: 1 rows deleted, 1 inserted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Progress_that_is_missing_or_too_low_is_repaired_and_nothing_is_applied_twice()
    {
        var host = await StartAsync(Former, InAHurry);
        await FillAsync(host, 3);
        await HasLookedAsync(host);
        await Bank.ExecuteReadAsync(
            "DELETE FROM projection_streams WHERE stream_id = 'a0'; UPDATE projection_streams SET version = 2, event_id = NULL WHERE "
                + "stream_id = 'a1'");
        (await AuditAsync(host)).ShouldBe("a0 Missing 4/0, a1 Stale 4/2");

        var compared = (await RepairsOf(host).CompareAsync([Statements], "Ada", null, Token)).Single();
        (compared.StreamsAhead, compared.Differences.Count).ShouldBe((2, 0));
        (await RepairsOf(host).RepairAllAsync(Statements, "Ada", "Progress was lost.", Token)).Streams.ShouldBe(2);

        (await AuditAsync(host)).ShouldBeEmpty();
        await host.ChangeAsync("a0", account => account.Deposit(10));
        await host.ChangeAsync("a1", account => account.Deposit(10));
        await Eventually.HoldsAsync(
            async () => await host.FindVersionAsync("a0") == 5 && await host.FindVersionAsync("a1") == 5, "live events go on");
        (await host.FindTrailAsync("a1")).ShouldBe("opened +1 +2 +3 +10");
    }

    [Fact]
    public async Task After_a_restored_write_database_the_write_sides_word_is_taken_for_streams_that_were_ahead()
    {
        var host = await StartAsync(Former, InAHurry);
        await FillAsync(host, 3);
        await FillAsync(host, 1, "b");
        await host.ChangeAsync("a0", account => account.DepositAll(10, 11));
        await Eventually.HoldsAsync(async () => await host.FindVersionAsync("a0") == 6, "it is projected");
        await HasLookedAsync(host);
        await WriteAsync(
            host,
            "DELETE FROM outbox_messages WHERE stream_id = 'b0' OR (stream_id = 'a0' AND stream_version > 4)",
            "DELETE FROM accounts WHERE id = 'b0'",
            "UPDATE accounts SET version = 4, balance = 6 WHERE id = 'a0'");
        (await AuditAsync(host)).ShouldBe("a0 Ahead 4/6, b0 Extra 0/4");
        await host.ChangeAsync("a0", account => account.Deposit(99));

        (await CompareAsync(host)).ShouldContain("b0 extra");
        var repaired = await RepairsOf(host).RepairAllAsync(Statements, "Ada", "The backup is what counts.", Token);

        repaired.Deleted.ShouldBe(1);
        repaired.Updated.ShouldBe(1);
        repaired.Streams.ShouldBe(2);
        await host.ChangeAsync("a0", account => account.Deposit(100));
        await Eventually.HoldsAsync(async () => await host.FindVersionAsync("a0") == 6, "live events go on");
        (await host.FindTrailAsync("a0")).ShouldBe("opened +1 +2 +3 +99 +100");
        (await host.FindStatementAsync("b0")).ShouldBeNull();
        (await host.ProjectionOperations.GetStatusAsync(Statements, Token)).ShouldBe(
            new ProjectionStatus(Statements, Streams: 3, 0, 0, 0, 0));
        (await AuditAsync(host)).ShouldBeEmpty();
        (await CompareAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_retention_has_deleted_is_not_taken_for_what_never_was()
    {
        var host = await StartAsync(Former, InAHurry);
        await FillAsync(host, 2);
        await Eventually.HoldsAsync(
            async () => (await host.Services.GetRequiredService<IRetentionStore>().DeletePublishedAsync(
                TimeSpan.FromTicks(1), 0, upToPosition: 4, maxCount: 4, Token)).Deleted == 4,
            "the first four events are deleted");
        await host.Rebuilds.StartAsync([Statements], null, Token);
        await Eventually.HoldsAsync(
            async () => await host.Rebuilds.FindAsync(Statements, Token) is { Generation.State: RebuildState.Ready }, "it is ready");

        var refused = await Should.ThrowAsync<RebuildRefusedException>(
            () => RepairsOf(host).RepairAllAsync(Statements, "Ada", "Just so.", Token));

        refused.Message.ShouldBe(
            "Retention has deleted history up to position 4, so rows that history can't explain may well be right. Choose the rows to "
            + "repair.");
        (await host.ReadStatementsAsync()).Count.ShouldBe(2);
        await RepairsOf(host).DiscardAsync(Statements, Token);
        (await Bank.OtherTablesAsync()).ShouldBeEmpty();
    }

    private static void InAHurry(BankSetup bank) => bank.Services += services => services.PostConfigureAll<AuditOptions>(
        options => (options.Pause, options.SecondLook) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(50)));

    private static Task HasLookedAsync(BankHost host) => Eventually.HoldsAsync(
        async () =>
        {
            var history = host.Services.GetRequiredService<IEventHistory>();
            var head = (await history.FindHeadsAsync(await history.ListPartsAsync(Token), Token)).Values.Max();
            var parts = await host.Services.GetRequiredService<IHistoryCheckpoints>().ReadAsync(Statements, Token);
            return parts.Count > 0 && parts.All(part => part.Position == head);
        },
        "the follower has looked at everything");

    private static IRepairs RepairsOf(BankHost host) => host.Services.GetRequiredService<IRepairs>();

    private static RowDifference RowOf(string account) => new("statements", account, Column: null, Current: null, Next: null);

    private static async Task<string> CompareAsync(BankHost host, ComparisonOptions? options = null) => string.Join(", ",
        (await RepairsOf(host).CompareAsync([Statements], "Ada", options, Token)).Single().Differences
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => (row.Column, row.Current, row.Next) switch
            {
                (null, null, _) => $"{row.Key} missing",
                (null, _, null) => $"{row.Key} extra",
                _ => $"{row.Key} {row.Column} {row.Current}/{row.Next}",
            }));

    private static async Task<string> AuditAsync(BankHost host) => string.Join(", ",
        (await host.Services.GetRequiredService<IAudits>().RunAsync([], Token)).Projections.Single().Differences
            .OrderBy(found => found.StreamId, StringComparer.Ordinal)
            .Select(found => $"{found.StreamId} {found.Kind} {found.WrittenVersion}/{found.ProjectedVersion}"));

    /// <summary>Puts the write database back to an older state.</summary>
    private static async Task WriteAsync(BankHost host, params string[] statements)
    {
        await using var scope = host.Enter(out var context);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        foreach (var statement in statements)
        {
            await context.Database.ExecuteSqlRawAsync(statement, Token);
        }

        await transaction.CommitAsync(Token);
    }
}
