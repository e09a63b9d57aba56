using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace CleanCqrs.Benchmarks.Servers;

/// <summary>
/// The Kafka of a measurement: a mock cluster in a process of its own, or the broker that <c>CLEANCQRS_TEST_KAFKA</c> names.
/// </summary>
public sealed class Broker : IAsyncDisposable
{
    private readonly OwnProcess? _process;

    private Broker(string bootstrapServers, OwnProcess? process) => (BootstrapServers, _process) = (bootstrapServers, process);

    public static string Description => RealServers is null ? "mock cluster of librdkafka in a process of its own" : "Kafka broker";

    public string BootstrapServers { get; }

    private static string? RealServers =>
        Environment.GetEnvironmentVariable(KafkaClusterFixture.RealBroker) is { Length: > 0 } servers ? servers : null;

    /// <summary>Starts a cluster, or connects to one, that has the topic of shipments.</summary>
    public static async Task<Broker> StartAsync(CancellationToken cancellationToken)
    {
        if (RealServers is { } servers)
        {
            await CreateTopicAsync(servers);
            return new Broker(servers, process: null);
        }

        var process = await OwnProcess.StartAsync([BrokerProcess.CommandName], cancellationToken);
        return new Broker(process.Announcement, process);
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task CreateTopicAsync(string servers)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();
        try
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = ShipmentTopic.Name, NumPartitions = ShipmentTopic.Partitions }]);
        }
        catch (CreateTopicsException exception) when (exception.Results.All(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // An earlier run has left it: measurements begin at its end.
        }
        catch (KafkaException exception)
        {
            throw new UsageException(
                $"The broker that {KafkaClusterFixture.RealBroker} names can't be used ({exception.Error.Reason.TrimEnd('.')}). "
                + "Start it, or unset the variable.",
                exception);
        }
    }
}
