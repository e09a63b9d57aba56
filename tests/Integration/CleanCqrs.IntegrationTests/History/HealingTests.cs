using CleanCqrs.Application.Projections;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.History;

/// <summary>What is parked for a missing event gets it from history, and what history lacks is a hole for a person.</summary>
public sealed class HealingTests : HistoryTest
{
    [Fact]
    public async Task An_event_whose_predecessors_do_not_come_has_them_fetched()
    {
        var host = await StartAsync();
        await FillAsync(host, 3);
        await Eventually.HoldsAsync(IsCaughtUp, "all of history has been seen");

        // The checkpoints stay, so the follower has no reason to look.
        ExecuteRead("DELETE FROM statements WHERE account_id = 'a1'; DELETE FROM projection_streams WHERE stream_id = 'a1'");
        await host.ChangeAsync("a1", account => account.Deposit(10));

        await Eventually.HoldsAsync(
            async () => await host.FindTrailAsync("a1") == "opened +1 +2 +3 +10", "the stream is whole again");
        (await host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task What_history_has_lost_is_a_hole_that_an_operator_accepts()
    {
        var host = await StartAsync();
        await FillAsync(host, 3);
        await host.StopAsync();
        Bank.Execute("DELETE FROM outbox_messages WHERE stream_id = 'a1' AND stream_version BETWEEN 2 AND 3");
        EmptyReadModel();
        var second = await StartAsync();

        await Eventually.HoldsAsync(
            async () => await second.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token) is { Holes: 1 }, "there is a hole");
        await HasStatementsAsync(second, 2);
        var holes = second.Services.GetRequiredService<IProjectionHoles>();
        var hole = (await holes.ListAsync(BankSetup.Statements, HoleState.Open, 10, Token)).ShouldHaveSingleItem();
        (hole.StreamId, hole.FromVersion, hole.ToVersion).ShouldBe(("a1", 2, 3));
        (await second.FindTrailAsync("a1")).ShouldBe("opened");
        await Eventually.HoldsAsync(
            () => second.Log.Count(line => line.Level == LogLevel.Error
                && line.Message.StartsWith("Projection statements lacks events that history does not hold", StringComparison.Ordinal)) == 1,
            "the log says so once");

        (await holes.AcceptAsync(BankSetup.Statements, "a1", "me", "They were tests.", Token)).ShouldBeTrue();

        await Eventually.HoldsAsync(async () => await second.FindTrailAsync("a1") == "opened +3", "the stream has gone on");
        (await second.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, Streams: 3, Parked: 0, Retrying: 0, DeadLetters: 0, Unreadable: 0));
    }

    [Fact]
    public async Task A_hole_that_history_fills_after_all_closes_itself()
    {
        var host = await StartAsync();
        await FillAsync(host, 2);
        await host.StopAsync();
        Bank.Execute(
            "CREATE TABLE lost AS SELECT * FROM outbox_messages WHERE stream_id = 'a1' AND stream_version = 2; "
                + "DELETE FROM outbox_messages WHERE stream_id = 'a1' AND stream_version = 2");
        EmptyReadModel();
        var second = await StartAsync();
        await Eventually.HoldsAsync(
            async () => await second.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token) is { Holes: 1 }, "there is a hole");

        Bank.Execute("INSERT INTO outbox_messages SELECT * FROM lost");

        await HasStatementsAsync(second, 2);
        await Eventually.HoldsAsync(
            async () => await second.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token) is { Holes: 0, Parked: 0 },
            "the hole is closed");
    }

    [Fact]
    public async Task A_new_projection_is_told_of_what_retention_has_deleted_before()
    {
        var host = await StartAsync();
        await FillAsync(host, 3);
        await host.StopAsync();
        Bank.Execute(
            "DELETE FROM outbox_messages WHERE stream_id = 'a1'; INSERT INTO outbox_history_readers (name, position, updated_at) "
                + "VALUES ('', 8, 0)");
        EmptyReadModel();

        var second = await StartAsync();

        await HasStatementsAsync(second, 2);
        var holes = second.Services.GetRequiredService<IProjectionHoles>();
        await Eventually.HoldsAsync(
            async () => await holes.ListAsync(BankSetup.Statements, HoleState.Open, 10, Token) is
                [{ StreamId: "", FromVersion: 1, ToVersion: 8 }],
            "the projection knows that it can't be complete");
        (await holes.AcceptAllAsync(BankSetup.Statements, "me", "Filled by hand.", Token)).ShouldBe(1);
        (await second.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).Holes.ShouldBe(0);
    }

    private bool IsCaughtUp() => (long)ReadReadModel("SELECT count(*) FROM projection_progress WHERE is_caught_up = 1 AND position = "
        + $"{Bank.Outbox()[^1].Position}")! == 8;
}
