namespace CleanCqrs.KafkaCluster;

/// <summary>A Kafka for a test: a mock cluster of its own, or a real broker that it shares with others.</summary>
public interface IKafkaCluster : IAsyncDisposable
{
    /// <summary>Where clients find it.</summary>
    string BootstrapServers { get; }

    /// <summary>Whether <see cref="Faults"/> may be asked for: a mock cluster breaks on demand, a real broker does not.</summary>
    bool CanInjectFaults { get; }

    /// <summary>What can be broken.</summary>
    /// <exception cref="InvalidOperationException">This is a real broker.</exception>
    MockKafkaCluster Faults { get; }

    /// <summary>Creates a topic. Give it a name of <see cref="KafkaNames"/>: a real broker is shared, and keeps what it has.</summary>
    Task CreateTopicAsync(string topic, int partitions);
}
