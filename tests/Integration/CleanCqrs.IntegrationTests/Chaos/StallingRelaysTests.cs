using System.Globalization;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Leases;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.IntegrationTests.Chaos;

/// <summary>
/// Two relays on one outbox; now and then one falls asleep in the middle of a publication, for longer than its lease, and wakes up when
/// others have gone on.
/// </summary>
[Trait("Length", "Long")]
public sealed class StallingRelaysTests : LeaseTest
{
    private const int Steps = 120;
    private const double StallProbability = 0.25;

    private readonly List<(Task Round, TaskCompletionSource WakeUp)> _asleep = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whoever_stalls_events_arrive_first_in_the_order_of_their_stream_and_none_is_forgotten(int seed)
    {
        var random = new Random(seed);
        var clocks = Enumerable.Range(0, 2).Select(_ => new FakeTimeProvider(Time.GetUtcNow())).ToList();
        var hosts = clocks.ConvertAll(clock => Build(relay => relay.BatchSize = 7, setup => setup.Time = clock));
        await hosts[0].OpenAsync(Accounts(24));
        var resting = new HashSet<BankHost>();
        for (var step = 0; step < Steps; step++)
        {
            await hosts[0].ChangeAsync($"account-{random.Next(24)}", account => account.DepositAll(
                Enumerable.Range(1, random.Next(1, 4)).Select(amount => (long)amount)));
            var awake = hosts.Where(host => !resting.Contains(host)).ToList();
            if (awake.Count > 1 && random.NextDouble() < StallProbability)
            {
                var stalled = random.Next(hosts.Count);
                resting.Add(await StallAsync(hosts[stalled]));
                clocks[1 - stalled].Advance(TimeSpan.FromSeconds(10));
            }
            else if (resting.Count > 0 && random.Next(4) == 0)
            {
                await WakeUpAsync();
                resting.Clear();
            }
            else
            {
                await awake[random.Next(awake.Count)].Relay.PublishBatchAsync(Token);
            }
        }

        await WakeUpAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                clocks.ForEach(clock => clock.Advance(TimeSpan.FromSeconds(5)));
                foreach (var host in hosts)
                {
                    await PublishEverythingAsync(host);
                }

                return Bank.EverythingIsPublished();
            },
            "everything is published");

        Transport.Delivered.Count.ShouldBeGreaterThan(Bank.Outbox().Count, $"seed {seed}: somebody who stalled has published again");
        foreach (var stream in Transport.Delivered.Distinct().GroupBy(name => name.Split('/')[0]))
        {
            stream.Select(name => long.Parse(name.Split('/')[1], CultureInfo.InvariantCulture)).ShouldBeInOrder(
                SortDirection.Ascending, $"seed {seed}: {stream.Key}");
        }

        Transport.Delivered.Distinct().ShouldBe(Bank.OutboxNames(), ignoreOrder: true, customMessage: $"seed {seed}");
    }

    /// <summary>Lets a relay give a batch to the transport, and stops the world for it before the transport answers.</summary>
    private async Task<BankHost> StallAsync(BankHost host)
    {
        var (reached, wakeUp) = (new TaskCompletionSource(), new TaskCompletionSource());
        Transport.BeforeAnswering = async _ =>
        {
            Transport.BeforeAnswering = _ => Task.CompletedTask;
            reached.SetResult();
            await wakeUp.Task;
        };
        var round = host.Relay.PublishBatchAsync(Token);
        await Task.WhenAny(round, reached.Task);
        Transport.BeforeAnswering = _ => Task.CompletedTask;
        Bank.ExpireLeases();
        _asleep.Add((round, wakeUp));
        return host;
    }

    private async Task WakeUpAsync()
    {
        foreach (var (round, wakeUp) in _asleep)
        {
            wakeUp.SetResult();
            await round;
        }

        _asleep.Clear();
    }
}
