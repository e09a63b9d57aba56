using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Data.Sqlite;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class ReadDatabaseAwayTests : ProjectionTest
{
    [Fact]
    public async Task Nothing_is_acknowledged_while_the_read_database_is_away()
    {
        var host = await StartAsync(setup: bank => bank.Pooling = false);
        SqliteConnection.ClearAllPools();
        BankFiles.TakeAway(Bank.Files.Read);

        var results = await host.DeliverAsync(History(host, "a", 2));
        results.ShouldAllBe(result => result.Outcome == PublishOutcome.Failed);

        BankFiles.BringBack(Bank.Files.Read);
        (await host.DeliverAsync(History(host, "a", 2))).ShouldAllBe(result => result.Outcome == PublishOutcome.Acknowledged);
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(2));
    }

    [Fact]
    public async Task Commands_are_accepted_while_the_read_database_is_away_and_their_events_arrive_when_it_is_back()
    {
        var host = await StartAsync(setup: bank =>
        {
            bank.Pooling = false;
            bank.Compose = chain => chain
                .UseInProcessTransport(BankSetup.TransportWithoutPatience)
                .AddRelay()
                .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection);
        });
        SqliteConnection.ClearAllPools();
        BankFiles.TakeAway(Bank.Files.Read);
        await host.OpenAsync("a", "b");
        await host.ChangeAsync("a", account => account.Deposit(1));
        await Eventually.HoldsAsync(
            async () => (await host.OutboxOperations.GetStatusAsync(Token)) is { Outage: not null } or { BlockedStreams: > 0 },
            "the relay has met the failure");
        Bank.Outbox().ShouldAllBe(message => message.Status == "pending");

        BankFiles.BringBack(Bank.Files.Read);

        await AfterAWhileAsync(async () => await host.FindTrailAsync("a") == TrailOf(2), "work resumes");
        await AfterAWhileAsync(() => Task.FromResult(Bank.EverythingIsPublished()), "the outbox is empty");
    }
}
