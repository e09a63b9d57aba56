using System.Collections.Concurrent;
using System.Globalization;
using CleanCqrs.KafkaCluster;
using Ordering.HostProcess;
using Ordering.IntegrationTests.Persistence;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>The system on Kafka, as one process for each set of roles, all on the same databases.</summary>
internal sealed class OrderingProcesses : IAsyncDisposable
{
    private static readonly string[] _topics = ["ecommerce.orders.created", "ecommerce.orders.cancelled"];

    private const int Brokers = 3;
    private const int Partitions = 12;

    // A real broker is shared, and keeps what it has.
    private readonly string _prefix;
    private readonly IKafkaCluster _cluster;
    private readonly string[] _settings;
    private readonly ConcurrentQueue<OrderingHost> _hosts = [];

    private OrderingProcesses(IKafkaCluster cluster, StoredState state, string[] settings)
    {
        (_cluster, State, _settings) = (cluster, state, settings);
        _prefix = cluster.CanInjectFaults ? string.Empty : $"{KafkaNames.Unique("run")}.";
    }

    /// <summary>The topics, as they are called on the cluster: those of later events last.</summary>
    public IReadOnlyList<string> Topics => [.. _topics.Select(topic => _prefix + topic)];

    /// <summary>The group of the projectors, as it is called on the cluster.</summary>
    public string Group => $"{_prefix}order-projection-group";

    /// <summary>Where the replay is to serve products.</summary>
    public Uri Products { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    /// <summary>The processes: first those that the system was started with, in the order of their roles.</summary>
    public IReadOnlyList<OrderingHost> Hosts => [.. _hosts];

    public StoredState State { get; }

    public string BootstrapServers => _cluster.BootstrapServers;

    /// <summary>Starts a cluster and the processes.</summary>
    /// <param name="databases">The databases, which it creates.</param>
    /// <param name="roles">The roles of each process; the web comes first.</param>
    /// <param name="settings">Further settings of every process.</param>
    public static async Task<OrderingProcesses> StartAsync(TestDatabases databases, IReadOnlyList<string> roles, params string[] settings)
    {
        var state = await StoredState.CreateAsync(databases);
        var system = new OrderingProcesses(await KafkaClusterFixture.StartAsync(Brokers), state, [.. databases.Settings, .. settings]);
        try
        {
            await system.StartHostsAsync(roles);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more process.</summary>
    public async Task<OrderingHost> AddAsync(string roles)
    {
        var host = await _hosts.First().StartBesideAsync(Arguments(roles));
        _hosts.Enqueue(host);
        return host;
    }

    /// <summary>Whether the projectors have stored everything that there is.</summary>
    public bool IsDrained() => PlainConsumer.Progress(BootstrapServers, Group, Topics).All(item => item.Committed == item.End);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Reverse())
        {
            await host.DisposeAsync();
        }

        await _cluster.DisposeAsync();
        await State.DisposeAsync();
    }

    public override string ToString() => string.Join(Environment.NewLine, _hosts.Select(host => host.Log));

    private async Task StartHostsAsync(IReadOnlyList<string> roles)
    {
        if (_cluster.CanInjectFaults)
        {
            // A mock cluster creates no topics by request.
            Topics.ToList().ForEach(topic => _cluster.Faults.CreateTopic(topic, Partitions, Brokers));
        }

        _hosts.Enqueue(await OrderingHost.StartNewAsync(Arguments(roles[0])));
        foreach (var host in await Task.WhenAll(roles.Skip(1).Select(role => _hosts.First().StartBesideAsync(Arguments(role)))))
        {
            _hosts.Enqueue(host);
        }
    }

    private string[] Arguments(string roles)
    {
        List<string> arguments =
        [
            "--transport", "kafka",
            "--Roles", roles,
            "--Products:BaseAddress", Products.ToString(),
            "--Kafka:BootstrapServers", BootstrapServers,
            $"--Kafka:NamePrefix={_prefix}",
            "--Kafka:Topics:Create", "true",
            "--Kafka:Topics:Partitions", Partitions.ToString(CultureInfo.InvariantCulture),
            "--Kafka:Settings:auto.commit.interval.ms", "100",
        ];
        if (_cluster.CanInjectFaults)
        {
            // A killed member is soon missed, and a fetch that finds nothing is answered when its time is over.
            arguments.AddRange(
                "--Kafka:Settings:session.timeout.ms", "2000",
                "--Kafka:Settings:heartbeat.interval.ms", "500",
                "--Kafka:Settings:fetch.wait.max.ms", "10");
        }

        return [.. arguments, .. _settings];
    }
}
