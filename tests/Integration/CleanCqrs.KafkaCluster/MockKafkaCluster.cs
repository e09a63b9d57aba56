using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace CleanCqrs.KafkaCluster;

/// <summary>
/// The cluster that librdkafka carries for tests: it speaks Kafka's protocol over TCP on the loopback, keeps its log in memory, and breaks
/// on demand. Brokers are counted from 1. It declines no message for its size, and it does not hide from consumers what aborted
/// transactions have written.
/// </summary>
public sealed class MockKafkaCluster : IKafkaCluster, IDisposable
{
    private const int GroupRebalanceDelayMs = 50;

    private readonly Lock _lock = new();
    private nint _client;
    private nint _cluster;

    private MockKafkaCluster(nint client, nint cluster, int brokers)
    {
        (_client, _cluster, Brokers) = (client, cluster, brokers);
        BootstrapServers = Marshal.PtrToStringUTF8(NativeMethods.rd_kafka_mock_cluster_bootstraps(cluster))!;
    }

    /// <inheritdoc />
    public string BootstrapServers { get; }

    /// <summary>How many brokers it has.</summary>
    public int Brokers { get; }

    /// <inheritdoc />
    public bool CanInjectFaults => true;

    /// <inheritdoc />
    public MockKafkaCluster Faults => this;

    /// <summary>Starts a cluster. Members of a group wait 50 ms for each other instead of Kafka's usual 3 s.</summary>
    public static MockKafkaCluster Start(int brokers = 1)
    {
        var error = new byte[512];
        var configuration = NativeMethods.rd_kafka_conf_new();
        // The client only hosts the cluster: it has no broker of its own to talk to, and nothing to say.
        if (NativeMethods.rd_kafka_conf_set(configuration, "log_level", "0", error, (nuint)error.Length) != NativeMethods.ConfigurationOk)
        {
            throw new InvalidOperationException($"librdkafka does not take the configuration: {TextOf(error)}");
        }

        var client = NativeMethods.rd_kafka_new(NativeMethods.Producer, configuration, error, (nuint)error.Length);
        if (client == 0)
        {
            throw new InvalidOperationException($"librdkafka does not start: {TextOf(error)}");
        }

        var cluster = NativeMethods.rd_kafka_mock_cluster_new(client, brokers);
        if (cluster == 0)
        {
            NativeMethods.rd_kafka_destroy(client);
            throw new InvalidOperationException($"librdkafka does not start a mock cluster of {brokers} brokers.");
        }

        NativeMethods.rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, GroupRebalanceDelayMs);
        return new MockKafkaCluster(client, cluster, brokers);
    }

    /// <inheritdoc />
    public Task CreateTopicAsync(string topic, int partitions)
    {
        CreateTopic(topic, partitions, 1);
        return Task.CompletedTask;
    }

    public void CreateTopic(string topic, int partitions, int replicationFactor) =>
        Call(cluster => NativeMethods.rd_kafka_mock_topic_create(cluster, topic, partitions, replicationFactor));

    /// <summary>Lets all requests for a topic fail, until it is called with <see cref="ErrorCode.NoError"/>.</summary>
    public void SetTopicError(string topic, ErrorCode error) =>
        Call(cluster => NativeMethods.rd_kafka_mock_topic_set_error(cluster, topic, (int)error));

    /// <summary>Moves a partition to another broker.</summary>
    public void SetLeader(string topic, int partition, int broker) =>
        Call(cluster => NativeMethods.rd_kafka_mock_partition_set_leader(cluster, topic, partition, broker));

    /// <summary>Closes the connections of a broker and takes no new ones. It keeps its log.</summary>
    public void SetDown(int broker) => Call(cluster => NativeMethods.rd_kafka_mock_broker_set_down(cluster, broker));

    public void SetUp(int broker) => Call(cluster => NativeMethods.rd_kafka_mock_broker_set_up(cluster, broker));

    public void SetAllDown() => Enumerable.Range(1, Brokers).ToList().ForEach(SetDown);

    public void SetAllUp() => Enumerable.Range(1, Brokers).ToList().ForEach(SetUp);

    /// <summary>Delays every answer of a broker.</summary>
    public void SetRoundTripTime(int broker, TimeSpan time) =>
        Call(cluster => NativeMethods.rd_kafka_mock_broker_set_rtt(cluster, broker, (int)time.TotalMilliseconds));

    public void SetGroupCoordinator(string group, int broker) =>
        Call(cluster => NativeMethods.rd_kafka_mock_coordinator_set(cluster, "group", group, broker));

    public void SetTransactionCoordinator(string transactionalId, int broker) =>
        Call(cluster => NativeMethods.rd_kafka_mock_coordinator_set(cluster, "transaction", transactionalId, broker));

    /// <summary>
    /// Answers the next requests of a kind with these errors, one each. <see cref="ErrorCode.Local_Transport"/> closes the connection
    /// instead.
    /// </summary>
    public void FailNext(KafkaApi api, params ErrorCode[] errors) => Call(cluster =>
        NativeMethods.rd_kafka_mock_push_request_errors_array(
            cluster, (short)api, (nuint)errors.Length, errors.Select(error => (int)error).ToArray()));

    /// <summary>Forgets the errors of <see cref="FailNext"/> that have not been answered yet.</summary>
    public void ClearErrors(KafkaApi api) => Call(cluster => NativeMethods.rd_kafka_mock_clear_request_errors(cluster, (short)api));

    /// <summary>
    /// Pretends to be of an age that knows these versions of a request only; -1 and -1 when it does not know the request at all.
    /// </summary>
    public void SetApiVersion(KafkaApi api, short lowest, short highest) =>
        Call(cluster => NativeMethods.rd_kafka_mock_set_apiversion(cluster, (short)api, lowest, highest));

    /// <summary>Keeps in mind from now on which requests arrive.</summary>
    public void StartTracking() => Call(NativeMethods.rd_kafka_mock_start_request_tracking);

    /// <summary>The kinds of the requests that have arrived since tracking started, or since the last call.</summary>
    public IReadOnlyList<KafkaApi> TakeRequests()
    {
        var apis = new List<KafkaApi>();
        Call(cluster =>
        {
            var requests = NativeMethods.rd_kafka_mock_get_requests(cluster, out var count);
            NativeMethods.rd_kafka_mock_clear_requests(cluster);
            for (var i = 0; i < (int)count; i++)
            {
                apis.Add((KafkaApi)NativeMethods.rd_kafka_mock_request_api_key(Marshal.ReadIntPtr(requests, i * nint.Size)));
            }

            NativeMethods.rd_kafka_mock_request_destroy_array(requests, count);
        });
        return apis;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_cluster == 0)
            {
                return;
            }

            NativeMethods.rd_kafka_mock_cluster_destroy(_cluster);
            NativeMethods.rd_kafka_destroy(_client);
            (_cluster, _client) = (0, 0);
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static string TextOf(byte[] error) => Encoding.UTF8.GetString(error).TrimEnd('\0');

    private void Call(Action<nint> function)
    {
        // Native code does not survive a call to a cluster that is gone.
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            function(_cluster);
        }
    }

    private void Call(Func<nint, int> function) => Call(cluster =>
    {
        var error = (ErrorCode)function(cluster);
        if (error != ErrorCode.NoError)
        {
            throw new KafkaException(error);
        }
    });
}
