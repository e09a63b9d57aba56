using Ordering.HostProcess;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>
/// Kills, stalls and adds instances of one role while a system is under load: each of these once. In which order, whom, and after how
/// much progress is up to the random numbers.
/// </summary>
internal abstract class InstanceChaos(OrderingProcesses system, string role, IEnumerable<OrderingHost> instances, Random random)
{
    private const int LongestPause = 100;

    private readonly List<OrderingHost> _instances = [.. instances];
    private readonly List<string> _log = [];
    private readonly HashSet<Disturbance> _felt = [];

    /// <summary>Whether anything was done while orders were coming in, before and after it.</summary>
    public bool WasFelt => _felt.Count > 0;

    /// <summary>What was done, in this order, and what the load was too short for.</summary>
    public IEnumerable<string> Log =>
        _log.Concat(Enum.GetValues<Disturbance>().Except(_felt).Select(kind => $"{role}: {kind} did not come up under load"));

    /// <summary>The instances that are to be alive in the end.</summary>
    public IReadOnlyList<OrderingHost> Instances => _instances;

    protected StoredState State => system.State;

    protected string BootstrapServers => system.BootstrapServers;

    protected string Group => system.Group;

    /// <summary>Does one thing after the other until each was done, or the load ends.</summary>
    public async Task RunAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        var kinds = Enum.GetValues<Disturbance>();
        random.Shuffle(kinds);
        foreach (var kind in kinds)
        {
            if (!await ProgressesAsync(random.Next(1, LongestPause), isOver, cancellationToken))
            {
                return;
            }

            await (kind switch
            {
                Disturbance.Kill => KillAsync(isOver, cancellationToken),
                Disturbance.Stall => StallAsync(isOver, cancellationToken),
                _ => JoinAsync(),
            });
            if (await ProgressesAsync(1, isOver, cancellationToken))
            {
                _felt.Add(kind);
            }
        }
    }

    /// <summary>How much the instances of the role have done.</summary>
    protected abstract Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Whether an instance has something that others can take over.</summary>
    protected abstract Task<bool> HasWorkAsync(OrderingHost instance, CancellationToken cancellationToken);

    /// <summary>Looks at what a stopped instance has.</summary>
    /// <returns>Says whether others have taken it over.</returns>
    protected abstract Task<Func<Task<bool>>> WatchTakeoverAsync(OrderingHost stopped, CancellationToken cancellationToken);

    /// <summary>Waits until the instances have done some more, while more orders came in.</summary>
    /// <returns>Whether they have, before the load ended.</returns>
    private async Task<bool> ProgressesAsync(int count, Func<bool> isOver, CancellationToken cancellationToken)
    {
        var (done, committed) = (await CountAsync(cancellationToken), await CommittedAsync(cancellationToken));
        await Eventually.HoldsBeforeAsync(
            async () =>
                isOver() || (await CountAsync(cancellationToken) >= done + count && await CommittedAsync(cancellationToken) > committed),
            $"{count} more events go through the processes of the role {role}",
            cancellationToken);
        return !isOver();
    }

    private async Task<long> CommittedAsync(CancellationToken cancellationToken)
    {
        var outbox = await State.OutboxAsync(cancellationToken);
        return outbox.Pending + outbox.Published;
    }

    private async Task KillAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        var (instance, pause) = (Any(), random.Next(LongestPause));
        _log.Add($"{role} {instance.ProcessId} is killed; another one starts {pause} events later");
        _instances.Remove(instance);
        await instance.KillAsync();
        await ProgressesAsync(pause, isOver, cancellationToken);
        _instances.Add(await system.AddAsync(role));
    }

    private async Task StallAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        var instance = Any();
        await Eventually.HoldsBeforeAsync(
            () => HasWorkAsync(instance, cancellationToken), $"{role} {instance.ProcessId} gets its share of the work", cancellationToken);
        _log.Add($"{role} {instance.ProcessId} is stalled");
        await instance.StopTheWorldAsync();
        var isTakenOver = await WatchTakeoverAsync(instance, cancellationToken);
        await Eventually.HoldsBeforeAsync(
            async () => await isTakenOver() || isOver(),
            $"others take over from {role} {instance.ProcessId}, which is stalled",
            cancellationToken);
        await instance.ContinueAsync();
        _log.Add($"{role} {instance.ProcessId} goes on");
    }

    private async Task JoinAsync()
    {
        var instance = await system.AddAsync(role);
        _log.Add($"{role} {instance.ProcessId} joins");
        _instances.Add(instance);
    }

    private OrderingHost Any() => _instances[random.Next(_instances.Count)];
}
