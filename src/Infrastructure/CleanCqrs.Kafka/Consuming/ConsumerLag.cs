using System.Diagnostics.Metrics;
using CleanCqrs.Kafka.Diagnostics;

namespace CleanCqrs.Kafka.Consuming;

/// <summary>Shows how far this member is behind the end of each of its partitions, until it is disposed of.</summary>
internal sealed class ConsumerLag : IDisposable
{
    private readonly string _group;
    private readonly Assignment _assignment;

    public ConsumerLag(string group, Assignment assignment)
    {
        (_group, _assignment) = (group, assignment);
        KafkaMetrics.LagSources[this] = Measure;
    }

    public IEnumerable<Measurement<long>> Measure() =>
        from assigned in _assignment.Partitions
        let lag = assigned.MeasureLag()
        where lag is not null
        select new Measurement<long>(
            lag.Value,
            new(Attributes.Group, _group),
            new(Attributes.Topic, assigned.Partition.Topic),
            new(Attributes.Partition, assigned.Partition.Partition.Value));

    public void Dispose() => KafkaMetrics.LagSources.TryRemove(this, out _);
}
