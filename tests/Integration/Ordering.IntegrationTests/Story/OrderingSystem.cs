using CleanCqrs.KafkaCluster;
using Ordering.IntegrationTests.Persistence;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Story;

/// <summary>
/// The whole system in one host: its own databases, its own Kafka that can be taken down, and a clock that can be put forward.
/// </summary>
internal sealed class OrderingSystem : IAsyncDisposable
{
    private const int Partitions = 4;

    private readonly TestDatabases _databases;
    private readonly MockKafkaCluster _kafka = MockKafkaCluster.Start();
    private readonly RunningClock _clock = new();
    private readonly Dictionary<string, string> _tokens = [];
    private OrderingHost? _host;

    private OrderingSystem(string databaseKind) => _databases = new TestDatabases(databaseKind);

    public static IReadOnlyList<string> Topics { get; } = ["ecommerce.orders.created", "ecommerce.orders.cancelled"];

    public static TimeSpan LongestBackOff { get; } = TimeSpan.FromHours(4);

    public Customer Member => new(Host.WithToken(_tokens["17850"]));

    public OperatorView Operator => new(Host.WithToken(_tokens["operator"]));

    private OrderingHost Host => _host ?? throw new InvalidOperationException("The host has not started.");

    /// <summary>
    /// The settings say which databases to use, and where Kafka is. The others make the test quick, and the pauses long enough for a day.
    /// </summary>
    private string[] Settings =>
    [
        .. _databases.Settings,
        "--Database:MigrateAtStart=true",
        "--Transport=Kafka",
        $"--Kafka:BootstrapServers={_kafka.BootstrapServers}",
        "--Outbox:Retry:FirstDelay=00:00:05",
        $"--Outbox:Retry:MaxDelay={LongestBackOff}",
        "--Outbox:Retry:Jitter=0",

        // A lease is measured by the clock of the database, which nobody puts forward: a host that is gone is waited for in real time.
        "--Outbox:Lease=00:00:10",
        "--Kafka:DeliveryTimeout=00:00:02",
        "--Kafka:Settings:session.timeout.ms=2000",
        "--Kafka:Settings:heartbeat.interval.ms=500",
        "--Kafka:Settings:auto.commit.interval.ms=100",
        "--Kafka:Settings:reconnect.backoff.max.ms=200",
        "--Kafka:Settings:fetch.wait.max.ms=10",
    ];

    public static async Task<OrderingSystem> StartAsync(string databaseKind)
    {
        var system = new OrderingSystem(databaseKind);
        try
        {
            Topics.ToList().ForEach(topic => system._kafka.CreateTopic(topic, Partitions, replicationFactor: 1));
            await system.StartHostAsync();

            // Signed in once: a token that is issued by a clock that was put forward is not valid yet.
            system._tokens["17850"] = await system.Host.TokenAsync("17850");
            system._tokens["operator"] = await system.Host.TokenAsync("operator", isOperator: true);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public void TakeBrokerAway() => _kafka.SetAllDown();

    public void BringBrokerBack() => _kafka.SetAllUp();

    public void PutClockForward(TimeSpan time) => _clock.PutForward(time);

    public Task RestartHostAsync() => WhileTheHostIsDownAsync(() => Task.CompletedTask);

    /// <summary>Keeps the read database as it is today.</summary>
    public Task BackUpReadDatabaseAsync() => WhileTheHostIsDownAsync(_databases.CopyReadAsync);

    /// <summary>Puts the read database back to the day on which it was kept.</summary>
    public Task RestoreReadDatabaseAsync() => WhileTheHostIsDownAsync(_databases.PutReadBackAsync);

    /// <summary>What stands in the topics, in the order in which it was written.</summary>
    public List<WrittenEvent> ReadWire() =>
    [
        .. PlainConsumer.Read(_kafka.BootstrapServers, Topics, TestRun.Token)
            .OrderBy(message => message.Message.Timestamp.UnixTimestampMs)
            .Select(WrittenEvent.Of),
    ];

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await _clock.DisposeAsync();
        _kafka.Dispose();
        await _databases.DisposeAsync();
    }

    private async Task WhileTheHostIsDownAsync(Func<Task> work)
    {
        await Host.StopAsync(TestRun.Token);
        await Host.DisposeAsync();
        await work();
        await StartHostAsync();
    }

    private async Task StartHostAsync() => _host = await OrderingHost.StartAsync(_databases.Folder, _clock.Time, Settings);
}
