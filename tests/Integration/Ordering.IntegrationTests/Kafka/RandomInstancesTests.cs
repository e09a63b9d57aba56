using System.Diagnostics;
using System.Globalization;
using Ordering.IntegrationTests.Crashes;
using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>Real orders through several relays and projectors on servers, while these come, go and stand still at random.</summary>
[Collection(Processes.Name)]
[Trait("Length", "Long")]
public sealed class RandomInstancesTests
{
    /// <summary>The environment variable that repeats the random numbers of an earlier run.</summary>
    private const string SeedVariable = "CLEANCQRS_TEST_SEED";

    // Instances start and take over in so many seconds, and a fast machine replays so many orders meanwhile. On a slow one, fewer suffice.
    private const int MostReplays = 6;

    /// <summary>When no further replay begins, so that a loaded machine ends the last one within the deadline.</summary>
    private static readonly TimeSpan _lastStart = TimeSpan.FromMinutes(2);
    private const int Lines = 500;

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(8);
    private static readonly string[] _roles = ["web", "relay", "relay", "projector", "projector"];
    private static readonly string[] _settings =
    [
        "--Kafka:DeliveryTimeout", "00:00:02",
        "--Outbox:Lease", "00:00:03",
        // So many consumers would ask the mock cluster for little else.
        "--Kafka:Settings:fetch.wait.max.ms", "50",
    ];

    [Fact]
    public async Task Orders_survive_relays_and_projectors_that_are_killed_stalled_and_added_at_random()
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"{SeedVariable}={seed}");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        await using var databases = new TestDatabases(TestDatabases.PostgreSql);
        await using var system = await OrderingProcesses.StartAsync(databases, _roles, _settings);
        InstanceChaos[] all =
        [
            new RelayChaos(system, system.Hosts.Skip(1).Take(2), new Random(seed)),
            new ProjectorChaos(system, system.Hosts.Skip(3).Take(2), new Random(~seed)),
        ];
        try
        {
            await using var watch = WireWatch.Start(system);
            var isOver = false;
            var disturbing = Task.WhenAll(all.Select(chaos => chaos.RunAsync(() => Volatile.Read(ref isOver), deadline.Token)));
            try
            {
                var started = Stopwatch.GetTimestamp();
                for (var replay = 0;
                    replay < MostReplays && !disturbing.IsCompleted && Stopwatch.GetElapsedTime(started) < _lastStart;
                    replay++)
                {
                    await system.ShouldReplayAsync(Lines, concurrency: 4, _ => Task.CompletedTask, deadline.Token);
                }
            }
            finally
            {
                Volatile.Write(ref isOver, true);
                await disturbing;
            }

            all.ShouldAllBe(chaos => chaos.WasFelt);
            all.SelectMany(chaos => chaos.Instances).ShouldAllBe(instance => instance.IsRunning);
            await system.ShouldBeSettledAsync(watch, deadline.Token);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"{SeedVariable}={seed}: {exception.Message}{Environment.NewLine}{Told()}{Environment.NewLine}{system}", exception);
        }

        TestContext.Current.TestOutputHelper.WriteLine(Told());

        string Told() => string.Join(Environment.NewLine, all.SelectMany(chaos => chaos.Log));
    }
}
