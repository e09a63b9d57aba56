using System.Reflection;
using System.Runtime.InteropServices;

namespace CleanCqrs.KafkaCluster;

/// <summary>
/// What rdkafka.h and rdkafka_mock.h declare. Of the variadic functions only those that have a variant with an array can be called
/// portably.
/// </summary>
internal static partial class NativeMethods
{
    public const int Producer = 0;
    public const int ConfigurationOk = 0;

    private const string Library = "librdkafka";

    // The package brings a library that needs Cyrus SASL, one that does not, and one for Alpine. Confluent.Kafka takes the first that
    // loads, too.
    private static readonly string[] _libraries = [Library, "centos8-librdkafka", "alpine-librdkafka"];

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_conf_new();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_conf_set(nint configuration, string name, string value, Span<byte> error, nuint errorLength);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_new(int type, nint configuration, Span<byte> error, nuint errorLength);

    [LibraryImport(Library)]
    public static partial void rd_kafka_destroy(nint client);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_mock_cluster_new(nint client, int brokers);

    [LibraryImport(Library)]
    public static partial void rd_kafka_mock_cluster_destroy(nint cluster);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [LibraryImport(Library)]
    public static partial void rd_kafka_mock_group_initial_rebalance_delay_ms(nint cluster, int milliseconds);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_mock_topic_create(nint cluster, string topic, int partitions, int replicationFactor);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void rd_kafka_mock_topic_set_error(nint cluster, string topic, int error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_mock_partition_set_leader(nint cluster, string topic, int partition, int broker);

    [LibraryImport(Library)]
    public static partial int rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [LibraryImport(Library)]
    public static partial int rd_kafka_mock_broker_set_up(nint cluster, int broker);

    [LibraryImport(Library)]
    public static partial int rd_kafka_mock_broker_set_rtt(nint cluster, int broker, int milliseconds);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rd_kafka_mock_coordinator_set(nint cluster, string keyType, string key, int broker);

    [LibraryImport(Library)]
    public static partial void rd_kafka_mock_push_request_errors_array(nint cluster, short api, nuint count, ReadOnlySpan<int> errors);

    [LibraryImport(Library)]
    public static partial void rd_kafka_mock_clear_request_errors(nint cluster, short api);

    [LibraryImport(Library)]
    public static partial int rd_kafka_mock_set_apiversion(nint cluster, short api, short lowest, short highest);

    [LibraryImport(Library)]
    public static partial void rd_kafka_mock_start_request_tracking(nint cluster);

    [LibraryImport(Library)]
    public static partial nint rd_kafka_mock_get_requests(nint cluster, out nuint count);

    [LibraryImport(Library)]
    public static partial short rd_kafka_mock_request_api_key(nint request);

    [LibraryImport(Library)]
    public static partial void rd_kafka_mock_request_destroy_array(nint requests, nuint count);

    [LibraryImport(Library)]
    public static partial void rd_kafka_mock_clear_requests(nint cluster);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        foreach (var library in name == Library ? _libraries : [])
        {
            if (NativeLibrary.TryLoad(library, assembly, searchPath, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
