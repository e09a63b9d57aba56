namespace CleanCqrs.KafkaCluster;

/// <summary>Starts the Kafka that this machine's tests run against.</summary>
public static class KafkaClusterFixture
{
    /// <summary>
    /// The environment variable that names the bootstrap servers of a real broker. Without it, tests run against a mock cluster.
    /// </summary>
    public const string RealBroker = "CLEANCQRS_TEST_KAFKA";

    public static Task<IKafkaCluster> StartAsync(int brokers = 1) => Task.FromResult(Start(brokers));

    public static IKafkaCluster Start(int brokers = 1) =>
        Environment.GetEnvironmentVariable(RealBroker) is { Length: > 0 } bootstrapServers
            ? new RealKafkaCluster(bootstrapServers)
            : MockKafkaCluster.Start(brokers);
}
