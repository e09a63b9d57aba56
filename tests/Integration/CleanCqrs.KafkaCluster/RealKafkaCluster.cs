using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace CleanCqrs.KafkaCluster;

/// <summary>A broker that somebody else has started.</summary>
internal sealed class RealKafkaCluster(string bootstrapServers) : IKafkaCluster
{
    public string BootstrapServers => bootstrapServers;

    public bool CanInjectFaults => false;

    public MockKafkaCluster Faults =>
        throw new InvalidOperationException($"{KafkaClusterFixture.RealBroker} names a real broker, and that can't be broken on demand.");

    public async Task CreateTopicAsync(string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions }]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
