using System.Globalization;
using CleanCqrs.KafkaCluster;
using Ordering.HostProcess;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>The system on Kafka, as one process for each set of roles, all on the same databases.</summary>
internal sealed class OrderingProcesses : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Topics = ["ecommerce.orders.created", "ecommerce.orders.cancelled"];

    private const string Group = "order-projection-group";
    private const int Brokers = 3;
    private const int Partitions = 12;

    private readonly IKafkaCluster _cluster;
    private readonly List<OrderingHost> _hosts = [];

    private OrderingProcesses(IKafkaCluster cluster) => _cluster = cluster;

    /// <summary>Where the replay is to serve products.</summary>
    public Uri Products { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    /// <summary>The processes, in the order of their roles.</summary>
    public IReadOnlyList<OrderingHost> Hosts => _hosts;

    public string BootstrapServers => _cluster.BootstrapServers;

    /// <summary>Starts a cluster and the processes.</summary>
    /// <param name="roles">The roles of each process; the web comes first.</param>
    public static async Task<OrderingProcesses> StartAsync(params string[] roles)
    {
        var system = new OrderingProcesses(await KafkaClusterFixture.StartAsync(Brokers));
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

    /// <summary>Whether the projectors have stored everything that there is.</summary>
    public bool IsDrained() => PlainConsumer.Progress(BootstrapServers, Group, Topics).All(item => item.Committed == item.End);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.DisposeAsync();
        }

        await _cluster.DisposeAsync();
    }

    public override string ToString() => string.Join(Environment.NewLine, _hosts.Select(host => host.Log));

    private async Task StartHostsAsync(string[] roles)
    {
        if (_cluster.CanInjectFaults)
        {
            // A mock cluster creates no topics by request.
            Topics.ToList().ForEach(topic => _cluster.Faults.CreateTopic(topic, Partitions, Brokers));
        }

        // The first brings the databases up to date.
        _hosts.Add(await OrderingHost.StartNewAsync(Arguments(roles[0])));
        _hosts.AddRange(await Task.WhenAll(roles.Skip(1).Select(role => _hosts[0].StartBesideAsync(Arguments(role)))));
    }

    private string[] Arguments(string roles)
    {
        List<string> arguments =
        [
            "--transport", "kafka",
            "--Roles", roles,
            "--Products:BaseAddress", Products.ToString(),
            "--Kafka:BootstrapServers", BootstrapServers,
            "--Kafka:Topics:Create", "true",
            "--Kafka:Topics:Partitions", Partitions.ToString(CultureInfo.InvariantCulture),
            "--Kafka:Consumer:CommitInterval", "00:00:00.1",
        ];
        if (_cluster.CanInjectFaults)
        {
            // A killed member is soon missed, and a fetch that finds nothing is answered when its time is over.
            arguments.AddRange("--Kafka:Consumer:SessionTimeout", "00:00:02", "--Kafka:ConsumerSettings:fetch.wait.max.ms", "10");
        }

        return [.. arguments];
    }
}
