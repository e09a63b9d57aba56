using Ordering.IntegrationTests.Crashes;
using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>Real orders through web, relays and projectors that meet in Kafka alone.</summary>
[Collection(Processes.Name)]
[Trait("Length", "Long")]
public sealed class KafkaProcessesTests
{
    private const int Web = 0;
    private const int Relay = 1;
    private const int Projector = 3;

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(8);
    private static readonly (long Published, int Host)[] _kills = [(150, Relay), (400, Projector), (650, Relay), (900, Projector)];

    [Fact]
    public async Task Orders_survive_a_relay_and_a_projector_that_are_killed_twice_each_under_load()
    {
        using var deadline = StartDeadline();
        await using var databases = new TestDatabases(TestDatabases.Sqlite);
        await using var system = await OrderingProcesses.StartAsync(databases, ["web", "relay", "relay", "projector", "projector"]);
        await using var watch = WireWatch.Start(system);
        await system.ShouldReplayAsync(lines: 3_000, concurrency: 16, KillAsync, deadline.Token);
        await system.ShouldBeSettledAsync(watch, deadline.Token);

        async Task KillAsync(ReplayProcess replay)
        {
            using var operations = await Operator.SignInAsync(system.Hosts[Web].Address, deadline.Token);
            foreach (var (published, host) in _kills)
            {
                await operations.WaitUntilPublishedAsync(published, () => replay.HasExited, deadline.Token);
                replay.HasExited.ShouldBeFalse($"The replay ended before the last process was killed:{Environment.NewLine}{replay.Log}");
                await system.Hosts[host].KillAsync();
                await system.Hosts[host].StartAsync();
            }
        }
    }

    [Theory]
    [InlineData("web", "relay", "projector")]
    [InlineData("web,relay,projector")]
    public async Task Orders_are_replayed_through_one_process_as_through_several(params string[] roles)
    {
        using var deadline = StartDeadline();
        await using var databases = new TestDatabases(TestDatabases.Sqlite);
        await using var system = await OrderingProcesses.StartAsync(databases, roles);
        await using var watch = WireWatch.Start(system);
        await system.ShouldReplayAsync(lines: 300, concurrency: 16, _ => Task.CompletedTask, deadline.Token);
        await system.ShouldBeSettledAsync(watch, deadline.Token);
    }

    private static CancellationTokenSource StartDeadline()
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        return deadline;
    }
}
