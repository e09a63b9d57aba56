using System.Collections.Concurrent;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Chaos;

public sealed class RandomCommandsTests : BankTest
{
    private const int Writers = 4;
    private const int CommandsOfEach = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Under_quarrelling_writers_and_restarts_the_read_model_ends_as_the_write_model(int lanes)
    {
        const int Seed = 20_310_501;
        var writing = Bank.Build();
        await writing.OpenAsync(Enumerable.Range(0, 5).Select(number => $"account-{number}"));
        var conflicts = new ConcurrentQueue<Exception>();
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                var random = new Random(Seed + writer);
                for (var i = 0; i < CommandsOfEach; i++)
                {
                    await TryDepositAsync(writing, $"account-{random.Next(5)}", random.Next(1, 100), conflicts);
                }
            },
            Token)).ToList();

        while (!Task.WhenAll(writers).IsCompleted)
        {
            var host = await StartRelayAsync(lanes);
            var before = CountPublished();
            await Eventually.HoldsAsync(() => CountPublished() > before || Task.WhenAll(writers).IsCompleted, "the relay makes progress");
            await host.StopAsync();
        }

        await Task.WhenAll(writers);
        var last = await StartRelayAsync(lanes);
        await Eventually.HoldsAsync(Bank.EverythingIsPublished, $"seed {Seed}: the outbox is empty");

        await using var scope = writing.Enter(out var context);
        foreach (var account in await context.Accounts.AsNoTracking().ToListAsync(Token))
        {
            var statement = (await last.FindStatementAsync(account.Id)).ShouldNotBeNull();
            statement.Balance.ShouldBe(account.Balance, $"seed {Seed}, {conflicts.Count} conflicts");
            statement.Trail.Split(' ').Length.ShouldBe((int)account.Version);
            (await last.FindVersionAsync(account.Id)).ShouldBe(account.Version);
        }
    }

    private static async Task TryDepositAsync(BankHost host, string id, long amount, ConcurrentQueue<Exception> conflicts)
    {
        try
        {
            await host.ChangeAsync(id, account => account.Deposit(amount));
        }
        catch (DbUpdateException conflict)
        {
            conflicts.Enqueue(conflict);
        }
    }

    private int CountPublished() => Bank.Outbox().Count(message => message.Status == "published");

    private Task<BankHost> StartRelayAsync(int lanes) => Bank.StartAsync(setup => setup.Compose = chain => chain
        .UseInProcessTransport(options => options.Lanes = lanes)
        .AddRelay(relay => (relay.BatchSize, relay.DrainTimeout) = (7, TimeSpan.Zero))
        .AddProjection(BankSetup.Statements, BankSetup.StatementsProjection));
}
