using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.IntegrationTests.Chaos;

[Trait("Length", "Long")]
public sealed class RandomDeliveryTests
{
    private const int SeedsOfEach = 25;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task However_events_arrive_the_read_model_ends_as_the_fold_of_the_events(int block)
    {
        for (var seed = block * SeedsOfEach; seed < (block + 1) * SeedsOfEach; seed++)
        {
            await ShouldEndAsTheFoldAsync(seed);
        }
    }

    private static async Task ShouldEndAsTheFoldAsync(int seed)
    {
        await using var bank = new Bank();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        var delivery = new RandomDelivery(seed);
        var host = await StartAsync(bank, time, delivery);
        foreach (var batch in delivery.Batches(host))
        {
            if (delivery.Happens(0.1))
            {
                await host.StopAsync();
                host = await StartAsync(bank, time, delivery);
            }

            while ((await host.DeliverAsync(batch)).Any(result => result.Outcome != PublishOutcome.Acknowledged))
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        host.Probe.Heal();
        foreach (var account in delivery.Accounts)
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    time.Advance(TimeSpan.FromSeconds(10));
                    return await host.FindVersionAsync(account.Id) == account.Version;
                },
                $"seed {seed}: {account.Id} reaches version {account.Version}");
            var statement = (await host.FindStatementAsync(account.Id)).ShouldNotBeNull();
            (statement.Trail, statement.Balance, statement.IsClosed).ShouldBe(
                (RandomDelivery.ExpectedTrail(account), account.Balance, account.IsClosed), $"seed {seed}");
        }

        (await host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, delivery.Accounts.Count, Parked: 0, Retrying: 0, DeadLetters: 0, Unreadable: 0),
            $"seed {seed}");
        await host.StopAsync();
    }

    private static async Task<BankHost> StartAsync(Bank bank, FakeTimeProvider time, RandomDelivery delivery)
    {
        var host = await bank.StartAsync(setup =>
        {
            setup.Time = time;
            setup.Services = services => services.PostConfigureAll<ProjectionOptions>(options => options.MaxAttempts = int.MaxValue);
            setup.Compose = chain => Projections.TwoProjections.Compose(chain);
        });
        var random = new Random(delivery.Accounts.Count);
        host.Probe.BeforeApplying = _ => Happens(random, 0.1)
            ? throw new InvalidOperationException("The projector can't.")
            : Task.CompletedTask;
        return host;
    }

    private static bool Happens(Random random, double probability)
    {
        lock (random)
        {
            return random.NextDouble() < probability;
        }
    }
}
