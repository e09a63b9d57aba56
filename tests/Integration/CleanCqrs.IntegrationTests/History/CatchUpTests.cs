using CleanCqrs.Application.History;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Projections;
using CleanCqrs.IntegrationTests.Transport;
using CleanCqrs.IntegrationTests.Versions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.History;

/// <summary>A projection that lacks events of the past gets them by itself, beside live ones.</summary>
public sealed class CatchUpTests : HistoryTest
{
    [Fact]
    public async Task A_new_projection_is_filled_from_history_beside_live_events()
    {
        var first = await StartAsync();
        await FillAsync(first, 40);
        await first.StopAsync();

        var second = await StartTwoAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => second.ChangeAsync($"a{i}", account => account.Deposit(10)))
                .Append(FillAsync(second, 10, "b")));

        await Eventually.HoldsAsync(
            async () => (await TotalsAsync(second)).Sum(row => row.Amount) == (20 * 16) + (20 * 6) + (10 * 6),
            "the new projection has everything, also of streams that are quiet by now");
        (await TotalsAsync(second)).Sum(row => row.Deposits).ShouldBe((20 * 4) + (20 * 3) + (10 * 3));
        await Eventually.HoldsAsync(
            async () => (await second.ReadStatementsAsync()).Values.Count(row => row.Balance == 16) == 20,
            "the old one has everything, too");
        await Eventually.HoldsAsync(
            () => second.Log.Any(line => line.Message.StartsWith("Projection deposits has caught up", StringComparison.Ordinal)),
            "the log says that it has caught up");
        second.Log.Count(line => line.Message.StartsWith("Projection deposits catches up beside", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task What_older_programs_have_published_comes_from_history_in_its_newest_version()
    {
        var first = Bank.Build(Programs.First);
        await first.OpenAsync("a");
        await first.ChangeAsync("a", account => account.Deposit(1));
        await Bank.Build(Programs.Second).ChangeAsync("a", account => account.Deposit(2));
        ExecuteWrite("UPDATE outbox_messages SET status = 1");

        var third = await StartAsync(Programs.ThirdWithProjection);

        await Eventually.HoldsAsync(async () => await third.FindTrailAsync("a") == "opened 100 EUR 200 USD", "all of it is projected");
    }

    [Fact]
    public async Task A_projection_that_is_to_be_waited_for_is_ready_when_it_has_caught_up()
    {
        var first = await StartAsync();
        await FillAsync(first, 3);
        await first.StopAsync();
        using var release = new ManualResetEventSlim();
        var probe = new ProjectionProbe
        {
            BeforeCounting = _ =>
            {
                release.Wait(Token);
                throw new InvalidOperationException("Not counted yet.");
            },
        };
        var second = await StartAsync(bank =>
        {
            bank.Services += services => services.AddSingleton(probe);
            bank.Compose = chain => TwoProjections.Compose(chain);
        });

        var progress = second.Services.GetRequiredService<IProjectionProgress>();
        (await progress.ListUnreadyAsync(Token)).Select(unready => unready.Projection).ShouldContain(TwoProjections.Deposits);
        release.Set();
        await Eventually.HoldsAsync(
            async () => (await progress.ListUnreadyAsync(Token)).Count == 0, "everything has been looked at");
        await Eventually.HoldsAsync(
            async () => await progress.FindAsync(TwoProjections.Deposits, Token) is { Behind: 0, IsCaughtUp: true },
            "nothing is left to look at");
        (await progress.FindAsync("never there", Token))!.IsCaughtUp.ShouldBeFalse();
    }

    [Fact]
    public async Task A_renamed_projection_goes_on_where_the_former_name_was()
    {
        var first = await StartAsync();
        await FillAsync(first, 5);
        await first.StopAsync();

        var second = await StartAsync(Renamed);
        await second.ChangeAsync("a0", account => account.Deposit(10));

        await Eventually.HoldsAsync(
            async () => await second.FindVersionAsync("a0", "accounts") == 5, "the renamed projection has the new event");
        (await second.FindTrailAsync("a0")).ShouldBe("opened +1 +2 +3 +10");
        second.Probe.Attempts.ShouldBe(["a0/5"]);
        await Eventually.HoldsAsync(
            async () => (await second.Services.GetRequiredService<IHistoryReaders>().ListAsync(Token)) is [{ Name: "accounts" }],
            "retention waits for the new name and not for the former one");
        await second.StopAsync();
        var third = await StartAsync(Renamed);
        (await third.FindVersionAsync("a1", "accounts")).ShouldBe(4);
    }

    [Fact]
    public async Task A_former_name_that_is_still_in_use_stops_the_start()
    {
        var host = Bank.Build(bank => bank.Compose = chain => chain.UseInProcessTransport()
            .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection)
            .AddProjection("accounts", projection => projection.AddProjector<StatementProjector>().Formerly(BankSetup.Statements)));

        var refused = await Should.ThrowAsync<InvalidOperationException>(host.StartAsync);

        refused.Message.ShouldBe(
            "The projection 'accounts' was formerly 'statements', but there is a projection 'statements' still: both would go on with the "
            + "same progress. Take out AddProjection(\"statements\", ...), or Formerly(\"statements\").");
    }

    [Fact]
    public async Task A_read_database_that_is_emptied_while_events_go_on_becomes_whole_again()
    {
        var host = await StartAsync();
        await FillAsync(host, 20);

        EmptyReadModel();
        await host.ChangeAsync("a3", account => account.Deposit(10));

        await Eventually.HoldsAsync(
            async () => (await host.ReadStatementsAsync()).Values.Sum(row => row.Balance) == (20 * 6) + 10, "everything is there again");
        (await host.FindTrailAsync("a3")).ShouldBe("opened +1 +2 +3 +10");
        (await host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).Holes.ShouldBe(0);
    }

    [Fact]
    public async Task A_read_database_that_is_put_back_to_an_older_copy_becomes_whole_again()
    {
        var first = await StartAsync();
        await FillAsync(first, 10);
        await first.StopAsync();
        SqliteConnection.ClearAllPools();
        var yesterday = await File.ReadAllBytesAsync(Bank.Files.Read, Token);
        var second = await StartAsync();
        await FillAsync(second, 10, "b");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => second.ChangeAsync($"a{i}", account => account.Deposit(10))));
        await Eventually.HoldsAsync(
            async () => (await second.ReadStatementsAsync()).Values.Sum(row => row.Balance) == (10 * 16) + (10 * 6), "all is projected");
        await second.StopAsync();
        SqliteConnection.ClearAllPools();

        await File.WriteAllBytesAsync(Bank.Files.Read, yesterday, Token);
        File.Delete(Bank.Files.Read + "-wal");
        File.Delete(Bank.Files.Read + "-shm");
        var third = await StartAsync();
        await FillAsync(third, 10, "c");

        await Eventually.HoldsAsync(
            async () => (await third.ReadStatementsAsync()).Values.Sum(row => row.Balance) == (10 * 16) + (20 * 6), "all is there again");
        (await third.FindTrailAsync("a0")).ShouldBe("opened +1 +2 +3 +10");
    }

    [Fact]
    public async Task What_the_transport_has_lost_is_found()
    {
        var host = await StartAsync(bank =>
        {
            bank.Services += services => services.AddSingleton<IEventTransport>(new FaultyTransport(InProcess.Create())
            {
                Deliver = events => [.. events.Where(envelope => envelope.StreamId != "a1" && envelope.StreamVersion != 3)],
            });
            bank.Compose = chain => chain.AddRelay().AddProjection(BankSetup.Statements, BankSetup.StatementsProjection);
        });
        var progress = host.Services.GetRequiredService<IProjectionProgress>();
        await Eventually.HoldsAsync(
            async () => (await progress.ListUnreadyAsync(Token)).Count == 0, "what it finds from now on is missing, and no catch-up");

        await FillAsync(host, 5);

        (await host.FindTrailAsync("a1")).ShouldBe("opened +1 +2 +3");
        await Eventually.HoldsAsync(
            () => host.Log.Any(line => line.Message.Contains("events in history that had not reached it", StringComparison.Ordinal)),
            "the log says so");
    }

    [Fact]
    public async Task A_follower_that_is_killed_is_followed_by_one_that_goes_on_at_its_checkpoint()
    {
        var first = await StartAsync();
        await FillAsync(first, 600);
        await first.StopAsync();
        EmptyReadModel();
        var second = await StartAsync(WithoutRelay);
        var hangs = new TaskCompletionSource();
        second.Probe.BeforeApplying = envelope => envelope.StreamId == "a300" ? hangs.Task : Task.CompletedTask;
        await Eventually.HoldsAsync(
            () => (long)ReadReadModel("SELECT coalesce(min(position), 0) FROM projection_progress")! >= 1_000,
            "a page is done, in all parts");
        await second.DisposeAsync();
        hangs.SetCanceled(Token);
        ExecuteRead("UPDATE projection_progress SET expires_at = 0; UPDATE projection_followers SET expires_at = 0");
        var checkpoint = (long)ReadReadModel("SELECT min(position) FROM projection_progress")!;

        var third = await StartAsync(WithoutRelay);
        await HasStatementsAsync(third, 600);

        checkpoint.ShouldBe(1_000);
        third.Probe.Attempts.Count.ShouldBeLessThanOrEqualTo(1_400);
        third.Probe.Attempts.Distinct().Count().ShouldBe(third.Probe.Attempts.Count);
    }

    [Fact]
    public async Task Two_instances_share_the_history()
    {
        var first = await StartAsync();
        await FillAsync(first, 300);
        var second = await StartAsync(WithoutRelay);
        await Eventually.HoldsAsync(
            () => (long)ReadReadModel("SELECT count(DISTINCT owner) FROM projection_progress")! == 2, "both have their parts");

        EmptyReadModel();
        await HasStatementsAsync(second, 300);

        await Eventually.HoldsAsync(
            () => (long)ReadReadModel(
                "SELECT count(*) FROM (SELECT owner FROM projection_progress GROUP BY owner HAVING count(*) = 4)")! == 2,
            "each has half");
    }

    [Fact]
    public async Task A_stream_that_is_blocked_in_the_outbox_holds_up_no_other_and_is_waited_for()
    {
        var first = await StartAsync();
        await FillAsync(first, 5);
        await first.StopAsync();
        EmptyReadModel();
        Bank.Execute(
            "UPDATE outbox_messages SET status = 0, published_at = NULL WHERE stream_id = 'a1' AND stream_version > 1; "
                + "UPDATE outbox_messages SET status = 2 WHERE stream_id = 'a1' AND stream_version = 2; "
                + "INSERT INTO outbox_blocked_streams (stream_id, error) VALUES ('a1', 'too large')");

        var second = await StartAsync();

        await HasStatementsAsync(second, 4);
        await Eventually.HoldsAsync(
            async () => await second.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token) is { Awaited: 1, Holes: 0 },
            "the rest of the stream is awaited");
        (await second.FindTrailAsync("a1")).ShouldBe("opened");
        (await second.RedriveAsync("a1")).ShouldBeTrue();
        await HasStatementsAsync(second, 5);
        await Eventually.HoldsAsync(
            async () => await second.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token) is { Awaited: 0, Holes: 0 },
            "nothing is awaited any more");
    }

    [Fact]
    public async Task A_host_without_history_says_so_and_projects_as_ever()
    {
        var host = await StartAsync(bank => bank.Services += services =>
            services.AddSingleton<IHistoryCheckpoints>(_ => null!));

        await FillAsync(host, 2);

        host.Log.Count(line => line.Message.StartsWith("Projection statements knows no history", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static void WithoutRelay(BankSetup bank) => bank.Compose = chain => chain
        .UseInProcessTransport().AddProjection(BankSetup.Statements, BankSetup.StatementsProjection);

    private static void Renamed(BankSetup bank) => bank.Compose = chain => chain.UseInProcessTransport().AddRelay()
        .AddProjection("accounts", projection => projection.AddProjector<StatementProjector>().Formerly(BankSetup.Statements));
}
