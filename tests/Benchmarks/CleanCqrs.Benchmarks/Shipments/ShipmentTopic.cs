using System.Globalization;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;

namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>
/// The topic of all events, so that their order can be seen on the wire. What earlier runs have left in it is not looked at.
/// </summary>
public sealed class ShipmentTopic(string bootstrapServers)
{
    public const string Name = "benchmarks.shipments";
    public const int Partitions = 12;

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    /// <summary>The end of every partition.</summary>
    public IReadOnlyList<TopicPartitionOffset> FindEnd()
    {
        using var consumer = Build(KafkaNames.Unique("end"));
        return
        [
            .. Enumerable.Range(0, Partitions)
                .Select(partition => new TopicPartition(Name, partition))
                .Select(partition => new TopicPartitionOffset(partition, consumer.QueryWatermarkOffsets(partition, _timeout).High)),
        ];
    }

    /// <summary>Makes a group that starts there.</summary>
    public void StartGroup(string group, IReadOnlyList<TopicPartitionOffset> start)
    {
        using var consumer = Build(group);
        consumer.Commit(start);
    }

    /// <summary>Checks that every event stands in the topic once, and the two of each shipment in their order.</summary>
    /// <exception cref="MeasurementFailedException">One does not.</exception>
    public void RequireInOrder(int events, IReadOnlyList<TopicPartitionOffset> start, CancellationToken cancellationToken)
    {
        using var consumer = Build(KafkaNames.Unique("order"));
        consumer.Assign(start);
        var versions = new Dictionary<string, long>(events);
        var (count, open) = (0, Partitions);
        while (open > 0)
        {
            var result = consumer.Consume(cancellationToken);
            if (result.IsPartitionEOF)
            {
                open--;
                continue;
            }

            count++;
            var written = WrittenEvent.Of(result);
            var expected = versions.GetValueOrDefault(written.StreamId) + 1;
            if (written.Version != expected)
            {
                throw new MeasurementFailedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Version {written.Version} of shipment {written.StreamId} stands in the topic where version {expected} should."));
            }

            versions[written.StreamId] = written.Version;
        }

        if (count != events)
        {
            throw new MeasurementFailedException(
                string.Create(CultureInfo.InvariantCulture, $"{count} events stand in the topic instead of {events}."));
        }
    }

    private IConsumer<byte[], byte[]> Build(string group) => new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
    {
        BootstrapServers = bootstrapServers,
        GroupId = group,
        EnableAutoCommit = false,
        EnablePartitionEof = true,
    }).SetLogHandler((_, _) => { }).Build();
}
