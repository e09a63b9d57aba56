using CleanCqrs.KafkaCluster;
using Microsoft.Data.Sqlite;
using Ordering.IntegrationTests.Crashes;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>Real orders through web, relays and projectors that meet in Kafka alone.</summary>
[Collection(Processes.Name)]
public sealed class KafkaProcessesTests
{
    private const int Web = 0;
    private const int Relay = 1;
    private const int Projector = 3;

    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(4);
    private static readonly (long Published, int Host)[] _kills = [(200, Relay), (500, Projector), (800, Relay), (1_100, Projector)];

    [Fact]
    public async Task Orders_survive_a_relay_and_a_projector_that_are_killed_twice_each_under_load()
    {
        using var deadline = StartDeadline();
        await using var system = await OrderingProcesses.StartAsync("web", "relay", "relay", "projector", "projector");
        await ShouldReplayAsync(system, lines: 4_000, KillAsync, deadline.Token);

        async Task KillAsync(ReplayProcess replay)
        {
            using var watch = await Operator.SignInAsync(system.Hosts[Web].Address, deadline.Token);
            foreach (var (published, host) in _kills)
            {
                await watch.WaitUntilPublishedAsync(published, () => replay.HasExited, deadline.Token);
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
        await using var system = await OrderingProcesses.StartAsync(roles);
        await ShouldReplayAsync(system, lines: 500, _ => Task.CompletedTask, deadline.Token);
    }

    private static CancellationTokenSource StartDeadline()
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(_deadline);
        return deadline;
    }

    private static async Task ShouldReplayAsync(OrderingProcesses system, int lines, Func<ReplayProcess, Task> meanwhile, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ordering-kafka-test-");
        await using var replay = ReplayProcess.Start(folder.FullName, system.Hosts[Web].Address, system.Products, lines);
        await meanwhile(replay);

        (await replay.WaitForExitAsync(cancellationToken)).ShouldBe(0, $"{replay.Log}{Environment.NewLine}{system}");
        (await replay.ReadResultAsync(cancellationToken)).GetProperty("differences").GetArrayLength().ShouldBe(0);
        await ShouldDrainAsync(system, cancellationToken);
        ShouldBeCompleteAndInOrder(system, cancellationToken);
        folder.Delete(recursive: true);
    }

    private static async Task ShouldDrainAsync(OrderingProcesses system, CancellationToken cancellationToken)
    {
        using var probe = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!system.IsDrained())
        {
            await probe.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static void ShouldBeCompleteAndInOrder(OrderingProcesses system, CancellationToken cancellationToken)
    {
        var committed = ReadOutbox(Path.Combine(system.Hosts[Web].Data.FullName, "ordering-write.db"));
        // By the time at which the relay has first given an event to Kafka. A real broker keeps the streams of earlier runs, too.
        var streams = PlainConsumer.Read(system.BootstrapServers, OrderingProcesses.Topics, cancellationToken)
            .Select(result => (Event: WrittenEvent.Of(result), result.Message.Timestamp.UnixTimestampMs))
            .Where(item => committed.Contains(item.Event.StreamId))
            .OrderBy(item => item.UnixTimestampMs)
            .ThenBy(item => item.Event.Version)
            .Select(item => item.Event)
            .Distinct()
            .ToLookup(item => item.StreamId, item => item.Version);
        committed.Count.ShouldBePositive();
        foreach (var stream in committed)
        {
            streams[stream.Key].ShouldBe(stream, stream.Key);
        }
    }

    /// <summary>The versions of each stream, in their order.</summary>
    private static ILookup<string, long> ReadOutbox(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT stream_id, stream_version FROM outbox_messages ORDER BY stream_version";
        using var reader = command.ExecuteReader();
        var rows = new List<(string StreamId, long Version)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return rows.ToLookup(row => row.StreamId, row => row.Version);
    }
}
