using Ordering.HostProcess;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>
/// Kills, stalls and adds instances of one role while a system is under load. What comes next, to whom, and after how much progress is up to the random numbers; each
/// kind comes once before any comes again.
/// </summary>
internal abstract class InstanceChaos(OrderingProcesses system, string role, IEnumerable<OrderingHost> instances, Random random)
{
    private const int MostInstances = 5;
    private const int LongestPause = 150;

    private readonly List<OrderingHost> _instances = [.. instances];

    /// <summary>Whether something of each kind was done while orders were coming in, before and after it.</summary>
    public bool IsComplete => UnderLoad.Count == Enum.GetValues<Disturbance>().Length;

    /// <summary>What was done, in this order.</summary>
    public List<string> Log { get; } = [];

    /// <summary>The instances that are to be alive in the end.</summary>
    public IReadOnlyList<OrderingHost> Instances => _instances;

    private HashSet<Disturbance> UnderLoad { get; } = [];

    protected StoredState State => system.State;

    protected string BootstrapServers => system.BootstrapServers;

    /// <summary>Goes on until the load ends.</summary>
    public async Task RunAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        while (await ProgressesAsync(random.Next(1, LongestPause), isOver, cancellationToken))
        {
            var kind = AnyKind();
            await (kind switch
            {
                Disturbance.Kill => KillAsync(isOver, cancellationToken),
                Disturbance.Stall => StallAsync(isOver, cancellationToken),
                _ => JoinAsync(),
            });
            if (await ProgressesAsync(1, isOver, cancellationToken))
            {
                UnderLoad.Add(kind);
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
        await Condition.HoldsAsync(
            async () => isOver() || (await CountAsync(cancellationToken) >= done + count && await CommittedAsync(cancellationToken) > committed),
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
        Log.Add($"{role} {instance.ProcessId} is killed; another one starts {pause} events later");
        _instances.Remove(instance);
        await instance.KillAsync();
        await ProgressesAsync(pause, isOver, cancellationToken);
        _instances.Add(await system.AddAsync(role));
    }

    private async Task StallAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        var instance = Any();
        await Condition.HoldsAsync(() => HasWorkAsync(instance, cancellationToken), $"{role} {instance.ProcessId} gets its share of the work", cancellationToken);
        Log.Add($"{role} {instance.ProcessId} is stalled");
        await instance.StopTheWorldAsync();
        var isTakenOver = await WatchTakeoverAsync(instance, cancellationToken);
        await Condition.HoldsAsync(async () => await isTakenOver() || isOver(), $"others take over from {role} {instance.ProcessId}, which is stalled", cancellationToken);
        await instance.ContinueAsync();
        Log.Add($"{role} {instance.ProcessId} goes on");
    }

    private async Task JoinAsync()
    {
        var instance = await system.AddAsync(role);
        Log.Add($"{role} {instance.ProcessId} joins");
        _instances.Add(instance);
    }

    private Disturbance AnyKind()
    {
        var kinds = Enum.GetValues<Disturbance>();
        var missing = kinds.Except(UnderLoad).ToArray();
        return random.GetItems(missing.Length > 0 ? missing : _instances.Count < MostInstances ? kinds : [Disturbance.Kill, Disturbance.Stall], 1)[0];
    }

    private OrderingHost Any() => _instances[random.Next(_instances.Count)];
}
