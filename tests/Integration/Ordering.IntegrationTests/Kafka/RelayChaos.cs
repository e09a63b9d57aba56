using Ordering.HostProcess;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>Disturbs relays. Others have taken over from one when all its ranges of the outbox are leased to them.</summary>
internal sealed class RelayChaos(OrderingProcesses system, IEnumerable<OrderingHost> relays, Random random) : InstanceChaos(
    system, "relay", relays, random)
{
    protected override async Task<long> CountAsync(CancellationToken cancellationToken) =>
        (await State.OutboxAsync(cancellationToken)).Published;

    protected override async Task<bool> HasWorkAsync(OrderingHost instance, CancellationToken cancellationToken) =>
        (await State.LeasesAsync(cancellationToken)).Exists(lease => lease.BelongsTo(instance.ProcessId));

    protected override async Task<Func<Task<bool>>> WatchTakeoverAsync(OrderingHost stopped, CancellationToken cancellationToken)
    {
        var leases = await State.LeasesAsync(cancellationToken);
        var ranges = leases.Where(lease => lease.BelongsTo(stopped.ProcessId)).Select(lease => lease.Range).ToHashSet();
        return async () => (await State.LeasesAsync(cancellationToken))
            .Where(lease => ranges.Contains(lease.Range))
            .All(lease => lease.Owner is not null && !lease.BelongsTo(stopped.ProcessId));
    }
}
