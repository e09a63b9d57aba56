using CleanCqrs.KafkaCluster;
using Ordering.HostProcess;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>
/// Disturbs projectors. Others have taken over from one when in every partition they have stored what was written after it was stopped:
/// that it can't have done
/// itself.
/// </summary>
internal sealed class ProjectorChaos(OrderingProcesses system, IEnumerable<OrderingHost> projectors, Random random)
    : InstanceChaos(system, "projector", projectors, random)
{
    // Few orders are cancelled: some partitions of the other topic may get nothing any more.
    private readonly string[] _topics = [system.Topics[0]];

    protected override async Task<long> CountAsync(CancellationToken cancellationToken) =>
        (await State.ProjectionAsync(cancellationToken)).Streams;

    protected override Task<bool> HasWorkAsync(OrderingHost instance, CancellationToken cancellationToken) =>
        Task.FromResult(
            instance.Log.ToString().Contains($"Group {Group} gets {_topics[0].Split('.')[0]}", StringComparison.Ordinal));

    protected override async Task<Func<Task<bool>>> WatchTakeoverAsync(OrderingHost stopped, CancellationToken cancellationToken)
    {
        using var logs = new LogEnds(BootstrapServers);
        var ends = await logs.ReadAsync(_topics);
        return () => Task.FromResult(PlainConsumer.Progress(BootstrapServers, Group, _topics)
            .All(item => item.Committed > ends[item.Partition]));
    }
}
